import { Hono } from 'hono';
import { clientAddress } from '../address.ts';
import type { Deps } from '../app.ts';
import type { AppEnv } from '../auth/guard.ts';
import { notFound } from '../errors.ts';
import { meOf } from '../people/queries.ts';
import { findActor } from '../policy.ts';
import { valid } from '../validate.ts';
import { startVisitor } from './commands.ts';
import * as contract from './contract.ts';

export const widgetRoutes = ({ guard: { open }, db, commit, sessions, config }: Deps) =>
  new Hono<AppEnv>().post(
    '/visitors',
    open({
      needs: 'anyone',
      limit: 'start_visitor',
      summary: 'Begin as a visitor of the widget, with a token of one’s own',
      answers: contract.startedVisitor,
      status: 201,
    }),
    valid('json', contract.startVisitor),
    async (c) => {
      const { site, name, email, proof: _proof, ...visit } = c.req.valid('json');
      const device = c.req.header('user-agent') ?? '';
      const userId = await commit((unit) => startVisitor(unit, { site, name, email, device, visit }));
      const address = clientAddress(c.env.incoming, config.proxyHops);
      const { secret: token } = await sessions.create({ userId, kind: 'visitor', device, address });
      const actor = await findActor(db.reader, userId);
      if (!actor) throw notFound();
      return c.json({ token, me: await meOf(db.reader, actor) }, 201);
    },
  );

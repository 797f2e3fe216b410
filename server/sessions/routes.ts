import { Hono } from 'hono';
import * as v from 'valibot';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { findUser } from '../people/queries.ts';
import { uuid } from '../text/contract.ts';
import { endOwnOthers, endOwnSession, endSessionOf } from './commands.ts';
import { sessionId, sessionList, sessionOf } from './contract.ts';
import { sessionsFor } from './queries.ts';

/** At `/api/me`. */
export const ownSessionRoutes = ({ guard: { guarded }, db, commit, clock }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/sessions',
      guarded({ needs: 'signed-in', limit: 'read', summary: 'List where you are signed in', answers: sessionList }),
      async (c) => {
        const { actor, session } = c.var;
        return c.json({
          items: await sessionsFor(db.reader, { userId: actor.id, now: clock(), current: session.id }),
        });
      },
    )
    .delete(
      '/sessions',
      guarded({ ...endOwnOthers.access, limit: 'change', summary: 'End all your other sessions', answers: null }),
      async (c) => {
        const { actor, session } = c.var;
        await commit((unit) => endOwnOthers(unit, actor, session.id));
        return c.body(null, 204);
      },
    )
    .delete(
      '/sessions/:id',
      guarded({ ...endOwnSession.access, limit: 'change', summary: 'End one of your sessions', answers: null }),
      valid('param', sessionId),
      async (c) => {
        await commit((unit) => endOwnSession(unit, c.var.actor, c.req.valid('param').id));
        return c.body(null, 204);
      },
    );

/** At `/api/users`. */
export const sessionsOfRoutes = ({ guard: { guarded }, db, commit, clock }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/:id/sessions',
      guarded({
        needs: ['view', 'people'],
        limit: 'read',
        summary: 'List where a person is signed in',
        answers: sessionList,
      }),
      valid('param', v.strictObject({ id: uuid })),
      async (c) => {
        const { id } = c.req.valid('param');
        if (!(await findUser(db.reader, id))) throw notFound();
        return c.json({ items: await sessionsFor(db.reader, { userId: id, now: clock(), current: c.var.session.id }) });
      },
    )
    .delete(
      '/:id/sessions/:sessionId',
      guarded({ ...endSessionOf.access, limit: 'change', summary: 'End one session of a person', answers: null }),
      valid('param', sessionOf),
      async (c) => {
        const { id, sessionId } = c.req.valid('param');
        await commit((unit) => endSessionOf(unit, c.var.actor, { id, session: sessionId }));
        return c.body(null, 204);
      },
    );

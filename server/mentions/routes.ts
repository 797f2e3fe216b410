import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { uuid } from '../text/contract.ts';
import { valid } from '../http/validate.ts';
import { seeMentions } from './commands.ts';
import { seeMentions as see } from './contract.ts';

export const mentionRoutes = ({ guard: { guarded }, commit }: Deps) =>
  new Hono<AppEnv>().put(
    '/:id/mentions/seen',
    guarded({
      ...seeMentions.access,
      limit: 'mark_read',
      summary: 'Mark your mentions on a ticket as seen',
      answers: null,
    }),
    valid('param', v.object({ id: uuid })),
    valid('json', see),
    async (c) => {
      const input = { ...c.req.valid('json'), ticketId: c.req.valid('param').id };
      await commit((unit) => seeMentions(unit, c.var.actor, input));
      return c.body(null, 204);
    },
  );

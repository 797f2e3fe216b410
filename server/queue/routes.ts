import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { staffRow } from '../tickets/row.ts';
import { ticketRow } from '../tickets/contract.ts';
import { claim, release } from './commands.ts';

export const queueRoutes = ({ guard: { guarded }, commit }: Deps) =>
  new Hono<AppEnv>()
    .post(
      '/claim',
      guarded({
        ...claim.access,
        limit: 'change',
        summary: 'Take the most important waiting tickets, those of your teams first, up to your free capacity',
        answers: v.object({ items: v.array(ticketRow) }),
      }),
      async (c) => c.json({ items: (await commit((unit) => claim(unit, c.var.actor))).map(staffRow) }),
    )
    .post(
      '/release',
      guarded({
        ...release.access,
        limit: 'change',
        summary: 'Return your unanswered tickets to the queue',
        answers: v.object({ items: v.array(ticketRow) }),
      }),
      async (c) => c.json({ items: (await commit((unit) => release(unit, c.var.actor))).map(staffRow) }),
    );

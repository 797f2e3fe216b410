import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { staffRow } from '../tickets/row.ts';
import { uuid } from '../text/contract.ts';
import { ticketRow } from '../tickets/contract.ts';
import { valid } from '../http/validate.ts';
import { merge, unmerge } from './commands.ts';
import { merge as into, merged } from './contract.ts';

const ticketId = v.object({ id: uuid });

export const mergeRoutes = ({ guard: { guarded }, commit }: Deps) =>
  new Hono<AppEnv>()
    .post(
      '/:id/merge',
      guarded({
        ...merge.access,
        limit: 'change',
        summary: 'Merge a ticket into another ticket of its customer',
        answers: merged,
      }),
      valid('param', ticketId),
      valid('json', into),
      async (c) => {
        const input = { ...c.req.valid('json'), ticketId: c.req.valid('param').id };
        const both = await commit((unit) => merge(unit, c.var.actor, input));
        return c.json({ ticket: staffRow(both.ticket), into: staffRow(both.into) });
      },
    )
    .delete(
      '/:id/merge',
      guarded({
        ...unmerge.access,
        limit: 'change',
        summary: 'Unmerge a ticket',
        answers: ticketRow,
      }),
      valid('param', ticketId),
      async (c) => {
        const input = { ticketId: c.req.valid('param').id };
        return c.json(staffRow(await commit((unit) => unmerge(unit, c.var.actor, input))));
      },
    );

import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { staffRow } from '../tickets/row.ts';
import { uuid } from '../text/contract.ts';
import { ticketRow } from '../tickets/contract.ts';
import { valid } from '../http/validate.ts';
import { setSnooze } from './commands.ts';
import * as contract from './contract.ts';

export const snoozeRoutes = ({ guard: { guarded }, commit }: Deps) =>
  new Hono<AppEnv>().put(
    '/:id/snooze',
    guarded({
      ...setSnooze.access,
      limit: 'change',
      summary: 'Snooze a ticket until a time or until its customer writes; null ends the snooze',
      answers: ticketRow,
    }),
    valid('param', v.object({ id: uuid })),
    valid('json', contract.setSnooze),
    async (c) => {
      const input = { ticketId: c.req.valid('param').id, ...c.req.valid('json') };
      return c.json(staffRow(await commit((unit) => setSnooze(unit, c.var.actor, input))));
    },
  );

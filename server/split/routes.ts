import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { staffRow } from '../tickets/row.ts';
import { uuid } from '../text/contract.ts';
import { ticketRow } from '../tickets/contract.ts';
import { valid } from '../http/validate.ts';
import { split } from './commands.ts';
import { split as input } from './contract.ts';

const ticketId = v.object({ id: uuid });

export const splitRoutes = ({ guard: { guarded }, commit }: Deps) =>
  new Hono<AppEnv>().post(
    '/:id/split',
    guarded({
      ...split.access,
      limit: 'change',
      summary: 'Open a new ticket from messages of a customer',
      answers: ticketRow,
      status: 201,
    }),
    valid('param', ticketId),
    valid('json', input),
    async (c) => {
      const asked = { ...c.req.valid('json'), ticketId: c.req.valid('param').id };
      const { ticket, isNew } = await commit((unit) => split(unit, c.var.actor, asked));
      return c.json(staffRow(ticket), isNew ? 201 : 200);
    },
  );

import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { customerRow, staffRow } from '../tickets/row.ts';
import { uuid } from '../text/contract.ts';
import { ticketRow } from '../tickets/contract.ts';
import { valid } from '../http/validate.ts';
import { markRead, markUnread } from './commands.ts';
import * as contract from './contract.ts';

const ticketId = v.object({ id: uuid });

export const readRoutes = ({ guard: { guarded }, commit }: Deps) =>
  new Hono<AppEnv>()
    .put(
      '/:id/read',
      guarded({
        ...markRead.access,
        limit: 'mark_read',
        summary: 'Mark messages up to this one as read',
        answers: ticketRow,
      }),
      valid('param', ticketId),
      valid('json', contract.setRead),
      async (c) => {
        const input = { ticketId: c.req.valid('param').id, seq: c.req.valid('json').seq };
        const ticket = await commit((unit) => markRead(unit, c.var.actor, input));
        return c.json(c.var.actor.kind === 'customer' ? customerRow(ticket) : staffRow(ticket));
      },
    )
    .put(
      '/:id/unread',
      guarded({
        ...markUnread.access,
        limit: 'mark_read',
        summary: 'Mark messages from this one on as unread',
        answers: ticketRow,
      }),
      valid('param', ticketId),
      valid('json', contract.setUnread),
      async (c) => {
        const input = { ticketId: c.req.valid('param').id, seq: c.req.valid('json').seq };
        return c.json(staffRow(await commit((unit) => markUnread(unit, c.var.actor, input))));
      },
    );

import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Unit } from '../commit.ts';
import type { Deps } from '../deps.ts';
import { requireMatch, tagged } from '../http/etag.ts';
import { customerRow, staffRow } from './row.ts';
import { readsAs } from '../live/audience.ts';
import { limitMessages } from '../http/limits.ts';
import { accessTicket } from './access.ts';
import type { Actor } from '../auth/actor.ts';
import { resolveTicketQuery } from '../search/resolve-query.ts';
import { uuid } from '../text/contract.ts';
import { valid } from '../http/validate.ts';
import { channelOf } from './channel.ts';
import { deleteTicket, editTicket, openTicket, setAssignee, setStatus } from './commands.ts';
import * as contract from './contract.ts';
import { historyPage } from './history.ts';
import { findTicketView, refuseStaffQuery, ticketPage, type TicketView } from './queries.ts';

type Asked = AppEnv & { Variables: { actor: Actor } };

const ticketId = v.object({ id: uuid });
const page = v.object({
  items: v.array(contract.ticketRow),
  next: v.nullable(v.string()),
  complete: v.optional(v.boolean()),
});
const row = (actor: Actor, ticket: TicketView) => (actor.kind === 'customer' ? customerRow(ticket) : staffRow(ticket));

/** Staff open tickets for everybody who calls or writes elsewhere, so they have the limit of their messages. */
const OPENING_LIMITS = { staff: 'staff_message', customer: 'open_ticket', visitor: 'visitor_ticket' } as const;

export const ticketRoutes = ({ guard: { guarded }, db, commit, limits, searcher }: Deps) => {
  function shown<E extends Asked>(c: Context<E>, ticket: TicketView) {
    const now = row(c.var.actor, ticket);
    return tagged(c, now, now.version);
  }

  /** Commits the work, if the ticket is still as the `If-Match` of the request says. */
  const matching = <E extends Asked, T>(c: Context<E>, id: string, work: (unit: Unit) => Promise<T>) =>
    commit(async (unit) => {
      const wanted = c.env.incoming.headers['if-match'];
      if (wanted !== undefined) {
        const now = row(c.var.actor, await accessTicket(unit.tx, c.var.actor, id));
        requireMatch(wanted, { version: now.version, name: 'ticket', now });
      }
      return work(unit);
    });

  return new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        needs: ['view', 'tickets'],
        limit: 'read',
        summary: 'List tickets; customers get their own',
        answers: page,
      }),
      valid('query', contract.listTickets),
      async (c) => {
        const { actor } = c.var;
        const { q, timeZone, ...query } = c.req.valid('query');
        refuseStaffQuery(actor, query);
        if (q === undefined) {
          const { items, next } = await ticketPage(db.reader, actor, query);
          return c.json({ items: items.map((ticket) => row(actor, ticket)), next });
        }
        await limits.spend('search', actor.id);
        const { ids, complete } = await searcher.ticketsWith(
          await resolveTicketQuery(db.reader, actor, { q, timeZone }),
        );
        const { items, next } = await ticketPage(db.reader, actor, { ...query, within: ids });
        return c.json({ items: items.map((ticket) => row(actor, ticket)), next, complete });
      },
    )
    .post(
      '/',
      guarded({
        ...openTicket.access,
        limit: 'change',
        summary: 'Open a ticket with its first message',
        answers: contract.ticketRow,
        status: 201,
      }),
      valid('json', contract.openTicket),
      async (c) => {
        const { kind } = c.var.session;
        const input = { ...c.req.valid('json'), channel: channelOf(c.var.session) };
        // A retry of an existing ticket is not counted.
        if (!(input.id && (await findTicketView(db.reader, input.id))))
          await limits.spend(OPENING_LIMITS[kind], c.var.actor.id);
        const { ticket, isNew } = await commit((unit) => openTicket(unit, c.var.actor, input));
        return c.json(row(c.var.actor, ticket), isNew ? 201 : 200);
      },
    )
    .get(
      '/:id',
      guarded({
        needs: ['view', 'tickets'],
        limit: 'read',
        summary: 'Get a ticket',
        answers: contract.ticketRow,
        tagged: true,
      }),
      valid('param', ticketId),
      async (c) => shown(c, await accessTicket(db.reader, c.var.actor, c.req.valid('param').id)),
    )
    .patch(
      '/:id',
      guarded({
        ...editTicket.access,
        limit: 'change',
        summary: 'Change the subject, priority, category, escalation or due date of a ticket',
        answers: contract.ticketRow,
        tagged: true,
      }),
      valid('param', ticketId),
      valid('json', contract.editTicket),
      limitMessages(limits),
      async (c) => {
        const input = { ...c.req.valid('json'), ticketId: c.req.valid('param').id };
        return shown(c, await matching(c, input.ticketId, (unit) => editTicket(unit, c.var.actor, input)));
      },
    )
    .delete(
      '/:id',
      guarded({
        ...deleteTicket.access,
        limit: 'change',
        summary: 'Delete a ticket with its messages and notes',
        answers: null,
        tagged: true,
      }),
      valid('param', ticketId),
      async (c) => {
        const { id } = c.req.valid('param');
        await matching(c, id, (unit) => deleteTicket(unit, c.var.actor, { ticketId: id }));
        return c.body(null, 204);
      },
    )
    .put(
      '/:id/status',
      guarded({
        ...setStatus.access,
        limit: 'change',
        summary: 'Change the status of a ticket',
        answers: contract.ticketRow,
        tagged: true,
      }),
      valid('param', ticketId),
      valid('json', contract.setStatus),
      async (c) => {
        const input = { ...c.req.valid('json'), ticketId: c.req.valid('param').id };
        return shown(c, await matching(c, input.ticketId, (unit) => setStatus(unit, c.var.actor, input)));
      },
    )
    .put(
      '/:id/assignee',
      guarded({
        ...setAssignee.access,
        limit: 'change',
        summary: 'Assign, take or unassign a ticket',
        answers: contract.ticketRow,
        tagged: true,
      }),
      valid('param', ticketId),
      valid('json', contract.setAssignee),
      async (c) => {
        const input = { ...c.req.valid('json'), ticketId: c.req.valid('param').id };
        return shown(c, await matching(c, input.ticketId, (unit) => setAssignee(unit, c.var.actor, input)));
      },
    )
    .get(
      '/:id/events',
      guarded({
        needs: ['view', 'tickets'],
        limit: 'read',
        summary: 'List the events of a ticket, newest page first',
        answers: contract.eventPage,
      }),
      valid('param', ticketId),
      valid('query', contract.listEvents),
      async (c) => {
        const { actor } = c.var;
        const answer = await db.readSnapshot(async (at) => {
          const ticket = await accessTicket(at, actor, c.req.valid('param').id);
          const page = await historyPage(at, { readsAs: readsAs(actor), ticket }, c.req.valid('query'));
          return { ...page, row: row(actor, ticket) };
        });
        return c.json(answer);
      },
    );
};

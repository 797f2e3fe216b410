import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import type { Thing } from '../http/etag.ts';
import { customerRow, staffRow } from './row.ts';
import { readsAs } from '../live/audience.ts';
import { limitMessages } from '../http/limits.ts';
import { accessTicket } from './access.ts';
import type { Actor } from '../auth/actor.ts';
import { requireRight } from '../auth/policy.ts';
import { resolveTicketQuery } from '../search/resolve-query.ts';
import { uuid } from '../text/contract.ts';
import { valid } from '../http/validate.ts';
import { channelOf } from './channel.ts';
import { deleteTicket, editTicket, openTicket, setAssignee, setStatus } from './commands.ts';
import * as contract from './contract.ts';
import { historyPage } from './history.ts';
import { findTicketView, refuseStaffQuery, ticketPage, type TicketView } from './queries.ts';

const ticketId = v.object({ id: uuid });
const page = v.object({
  items: v.array(contract.ticketRow),
  next: v.nullable(v.string()),
  complete: v.optional(v.boolean()),
});
const row = (actor: Actor, ticket: TicketView) => (actor.kind === 'customer' ? customerRow(ticket) : staffRow(ticket));
const thing: Thing<contract.TicketRow> = {
  name: 'ticket',
  access: { needs: ['view', 'tickets'] },
  read: async (db, actor, id) => row(actor, await accessTicket(db, actor, id)),
  edited: ({ version }) => version,
};

/** Staff open tickets for everybody who calls or writes elsewhere, so they have the limit of their messages. */
const OPENING_LIMITS = { staff: 'staff_message', customer: 'open_ticket', visitor: 'visitor_ticket' } as const;

export const ticketRoutes = ({ guard: { guarded, matching }, db, commit, limits, searcher }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        needs: ['view', 'tickets'],
        limit: 'read',
        summary: 'List tickets; customers get their own',
        answers: page,
        tagged: true,
      }),
      valid('query', contract.listTickets),
      async (c) => {
        const { actor } = c.var;
        const { q, timeZone, ...query } = c.req.valid('query');
        refuseStaffQuery(actor, query);
        // That a note mentions somebody is part of the note.
        if (query.mentioned) requireRight(actor, 'view', 'notes');
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
        tagged: thing,
      }),
      valid('param', ticketId),
      async (c) => c.json(await thing.read(db.reader, c.var.actor, c.req.valid('param').id)),
    )
    .patch(
      '/:id',
      guarded({
        ...editTicket.access,
        limit: 'change',
        summary: 'Change the subject, priority, category, escalation or due date of a ticket',
        answers: contract.ticketRow,
        tagged: thing,
      }),
      valid('param', ticketId),
      valid('json', contract.editTicket),
      limitMessages(limits),
      async (c) => {
        const input = { ...c.req.valid('json'), ticketId: c.req.valid('param').id };
        const changed = await matching(c, thing, (unit) => editTicket(unit, c.var.actor, input));
        return c.json(row(c.var.actor, changed));
      },
    )
    .delete(
      '/:id',
      guarded({
        ...deleteTicket.access,
        limit: 'change',
        summary: 'Delete a ticket with its messages and notes',
        answers: null,
        tagged: thing,
      }),
      valid('param', ticketId),
      async (c) => {
        const { id } = c.req.valid('param');
        await matching(c, thing, (unit) => deleteTicket(unit, c.var.actor, { ticketId: id }));
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
        tagged: thing,
      }),
      valid('param', ticketId),
      valid('json', contract.setStatus),
      async (c) => {
        const input = { ...c.req.valid('json'), ticketId: c.req.valid('param').id };
        const changed = await matching(c, thing, (unit) => setStatus(unit, c.var.actor, input));
        return c.json(row(c.var.actor, changed));
      },
    )
    .put(
      '/:id/assignee',
      guarded({
        ...setAssignee.access,
        limit: 'change',
        summary: 'Assign, take or unassign a ticket',
        answers: contract.ticketRow,
        tagged: thing,
      }),
      valid('param', ticketId),
      valid('json', contract.setAssignee),
      async (c) => {
        const input = { ...c.req.valid('json'), ticketId: c.req.valid('param').id };
        const changed = await matching(c, thing, (unit) => setAssignee(unit, c.var.actor, input));
        return c.json(row(c.var.actor, changed));
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

/** The state changes of a ticket, shared by all commands. */
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { uuidv7 } from '../../db/ids.ts';
import { prepared } from '../../db/database.ts';
import { assignments, NOT_WAITING, tickets } from '../../db/schema/tickets.ts';
import { events } from '../../db/schema/events.ts';
import { users } from '../../db/schema/people.ts';
import { priorityColumns } from '../ticket-fields/priority-columns.ts';
import { priorityOf, statusOfType } from '../ticket-fields/queries.ts';
import type { Unit } from '../commit.ts';
import type { Event, EventOf, EventType } from '../contract.ts';
import type { Recorded } from '../events/entry.ts';
import { record } from '../events/record.ts';
import { customerEvent } from '../events/readers.ts';
import { personIn } from '../people/person-in.ts';
import type { Actor } from '../auth/actor.ts';
import { isActive } from './contract.ts';
import type { StatusType } from '../ticket-fields/contract.ts';
import { standingAt } from './deadlines.ts';
import type { TicketView } from './queries.ts';

type Columns = Partial<typeof tickets.$inferInsert>;

/** One prepared statement per set of changed columns; the tests use about forty. */
const updates = new Map<string, ReturnType<typeof updateFor>>();
const updateFor = (columns: string[]) =>
  prepared((db) =>
    db
      .update(tickets)
      .set(Object.fromEntries(columns.map((name) => [name, sql.placeholder(name)])))
      .where(eq(tickets.id, bound('ticketId'))),
  );
function updateOf(columns: string[]) {
  const key = columns.join();
  const update = updates.get(key) ?? updateFor(columns);
  updates.set(key, update);
  return update;
}

/**
 * A change of one ticket within one unit: collects events and columns, and saves them once. `ticket` always has the values
 * set so far.
 */
export class Change {
  readonly unit: Unit;
  /** Null for the system. */
  readonly actor: Actor | null;
  ticket: TicketView;
  private readonly events: Event[] = [];
  private readonly stored: TicketView;
  private columns: Columns = {};

  constructor(unit: Unit, actor: Actor | null, ticket: TicketView) {
    this.unit = unit;
    this.actor = actor;
    this.ticket = ticket;
    this.stored = ticket;
  }

  set(columns: Columns, names: Partial<Pick<TicketView, 'customerName' | 'assigneeName' | 'lastAuthorName'>> = {}) {
    this.columns = { ...this.columns, ...columns };
    this.ticket = { ...this.ticket, ...columns, ...names } as TicketView;
  }

  /** Inserts an event; `save` tells it. Returns the event for staff. */
  async record<T extends EventType>(type: T, recorded: Recorded<T>): Promise<EventOf<T>> {
    const event = await record(this, type, recorded);
    const seen = { version: event.id, updatedAt: event.at };
    const heard = { customerVersion: event.id, customerUpdatedAt: event.at };
    this.set(customerEvent<T>(event) ? { ...seen, ...heard } : seen);
    this.events.push(event);
    return event;
  }

  /** Updates the row and tells all events. Does nothing without an event. */
  async save(): Promise<TicketView> {
    if (this.events.length === 0) return this.ticket;
    this.set(standingAt(this.ticket, this.unit.now));
    const changed = changedIn(this.stored, this.columns);
    await updateOf(changed)(this.unit.tx).execute({ ...this.columns, ticketId: this.ticket.id });
    const { id: ticketId, customerId } = this.ticket;
    this.unit.tell({ kind: 'ticket', ticketId, customerId, events: this.events, ticket: this.ticket });
    return this.ticket;
  }
}

/** Keeps only changed columns: setting a column writes each of its indexes, even with the same value. */
const changedIn = (stored: TicketView, columns: Columns) =>
  Object.entries(columns).flatMap(([name, value]) => (stored[name as keyof TicketView] === value ? [] : name));

/** Ends a snooze. */
export async function endSnooze(change: Change) {
  if (change.ticket.snoozedUntil === null) return;
  await change.record('ticket.woke', {});
  change.set({ snoozedUntil: null });
}

/** A ticket that becomes active while its assignee has no free capacity becomes unassigned. */
export async function changeStatus(change: Change, status: { code: string; type: StatusType }) {
  const { ticket, unit } = change;
  if (ticket.status === status.code) return;
  const [was, becomesActive] = [ticket.status, !ticket.active && isActive(status.type)];
  if (becomesActive && ticket.assigneeId && !(await hasRoom(unit, ticket.assigneeId)))
    await changeAssignee(change, null);
  const waits = ticket.active ? ticket.waitingSince : await waitsAgain(unit, ticket);
  const answered = !isActive(status.type);
  const waited = answered && waits !== NOT_WAITING && { waitedSince: waits };
  await change.record('ticket.status_changed', { status: status.code, was, ...waited });
  // The weight and the targets of its priority may have changed while it was done.
  if (becomesActive) change.set(priorityColumns(await priorityOf(unit.tx, ticket.priority)));
  change.set({
    status: status.code,
    statusType: status.type,
    active: isActive(status.type),
    resolvedAt: status.type === 'resolved' ? unit.now : isActive(status.type) ? null : ticket.resolvedAt,
    closedAt: status.type === 'closed' || status.type === 'cancelled' ? unit.now : null,
    waitingSince: answered ? NOT_WAITING : waits,
    ...(answered && { staffUnread: 0, snoozedUntil: null }),
  });
}

/** The start of the wait after a reopening: the wait that the end interrupted, otherwise the customer's last message. */
async function waitsAgain(unit: Unit, ticket: TicketView): Promise<number> {
  const ended = (await lastStatusChanges(unit.tx).execute({ ticketId: ticket.id })).find(
    ({ data }) => data['replaced'] !== true,
  );
  const waited = ended && ticket.lastMessageAt <= ended.at ? ended.data['waitedSince'] : undefined;
  if (typeof waited === 'number') return waited;
  return ticket.lastAuthorId === ticket.customerId ? ticket.lastMessageAt : NOT_WAITING;
}

/** The last ones, because the replacement of a status changes nothing else. */
const lastStatusChanges = prepared((db) =>
  db
    .select({ data: events.data, at: events.at })
    .from(events)
    .where(and(eq(events.ticketId, bound('ticketId')), eq(events.type, 'ticket.status_changed')))
    .orderBy(desc(events.id))
    .limit(20),
);

/** Sets the assignee. The caller must have checked rights and capacity. */
export async function changeAssignee(change: Change, assignee: { id: string; name: string } | null) {
  const { ticket, unit, actor } = change;
  if (ticket.assigneeId === (assignee?.id ?? null)) return;
  const was = ticket.assigneeId;
  await change.record('ticket.assigned', {
    assignee: assignee && personIn(ticket, assignee.id, assignee.name),
    was: was ? personIn(ticket, was, ticket.assigneeName ?? '') : null,
  });
  change.set({ assigneeId: assignee?.id ?? null }, { assigneeName: assignee?.name ?? null });
  if (was) await endAssignment(unit.tx).execute({ ticketId: ticket.id, now: unit.now });
  if (!assignee) return;
  await beginAssignment(unit.tx).execute({
    id: uuidv7(),
    ticketId: ticket.id,
    assigneeId: assignee.id,
    byId: (actor ?? assignee).id,
    now: unit.now,
  });
  if (ticket.statusType === 'open') await changeStatus(change, await statusOfType(unit.tx, 'in_progress'));
}

/** Lets the ticket wait for another team, or for none. Its assignee keeps it. */
export async function changeTeam(change: Change, teamId: string | null) {
  const { teamId: was } = change.ticket;
  if (teamId === was) return;
  await change.record('ticket.team_changed', { teamId, was });
  change.set({ teamId });
}

const endAssignment = prepared((db) =>
  db
    .update(assignments)
    .set({ untilAt: sql`${sql.placeholder('now')}` })
    .where(and(eq(assignments.ticketId, bound('ticketId')), isNull(assignments.untilAt))),
);
const beginAssignment = prepared((db) =>
  db.insert(assignments).values({
    id: sql.placeholder('id'),
    ticketId: sql.placeholder('ticketId'),
    assigneeId: sql.placeholder('assigneeId'),
    byId: sql.placeholder('byId'),
    fromAt: sql.placeholder('now'),
  }),
);

const loadOf = prepared((db) =>
  db
    .select({ activeTickets: users.activeTickets, capacity: users.capacity, active: users.active })
    .from(users)
    .where(eq(users.id, bound('id'))),
);

/**
 * The free capacity of a person; 0 if deactivated, so that reopened tickets go to the queue. `freed` of their tickets end in
 * the same unit.
 */
export async function roomOf(unit: Unit, userId: string, freed = 0): Promise<number> {
  const [load] = await loadOf(unit.tx).execute({ id: userId });
  return load?.active ? Math.max(0, load.capacity - load.activeTickets + freed) : 0;
}

export const hasRoom = async (unit: Unit, userId: string) => (await roomOf(unit, userId)) > 0;

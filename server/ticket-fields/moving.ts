/** Brings the tickets after their values: to another value, or to new targets and another weight of their priority. */
import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import { isNumbered, tickets } from '../../db/schema/tickets.ts';
import type { Actor } from '../auth/actor.ts';
import { findActor } from '../auth/policy.ts';
import type { Unit } from '../commit.ts';
import { keepEarlier } from '../holds/earlier-texts.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Payloads } from '../jobs/payloads.ts';
import { ticketsByIds, type TicketView } from '../tickets/queries.ts';
import { Change } from '../tickets/transitions.ts';
import { type FieldList, FIELD_LISTS } from './contract.ts';
import { priorityColumns } from './priority-columns.ts';
import { hasValue, priorityOf, type Value, valuesOf } from './queries.ts';

/** Per unit, so that messages wait for about 20 ms at most. A job does the rest. */
export const MOVED_AT_ONCE = 50;
/** Tickets that are done change without an event, so more of them fit. */
const DONE_AT_ONCE = 500;

interface Move {
  list: FieldList;
  from: string;
}

/** Moves the tickets of a deleted value to its successor. Returns how many it moved, and whether a job moves more. */
export async function moveTickets(unit: Unit, actor: Actor | null, { list, from }: Move) {
  const to = successorOf(await valuesOf(unit.tx, list), from);
  if (!to) return { moved: 0, left: false };
  const found = await unit.tx
    .select({ id: tickets.id })
    .from(tickets)
    .where(hasValue(list, from))
    .orderBy(asc(tickets.number))
    .limit(MOVED_AT_ONCE);
  const ids = found.map(({ id }) => id);
  for (const ticket of await ticketsByIds(unit.tx, ids))
    await moveTicket(new Change(unit, actor, ticket), { list, to });
  const left = found.length === MOVED_AT_ONCE;
  if (left) await enqueue(unit, { kind: 'values.move', key: `${list}:${from}`, payload: { byId: actor?.id ?? null } });
  return { moved: found.length, left };
}

/** A successor may have been deleted in its turn. */
export function successorOf<V extends { code: string; deleted: boolean; replacedBy: string | null }>(
  all: V[],
  code: string,
): V | null {
  let found = all.find((one) => one.code === code);
  for (let step = 0; found?.deleted && step < all.length; step += 1) {
    const next = found.replacedBy;
    found = all.find((one) => one.code === next);
  }
  return found && !found.deleted ? found : null;
}

/** A status is replaced by one of its type, so nothing else of the ticket changes. */
async function moveTicket(change: Change, { list, to }: { list: FieldList; to: Value }) {
  const { ticket } = change;
  if (list === 'statuses') {
    await change.record('ticket.status_changed', { status: to.code, was: ticket.status, replaced: true });
    change.set({ status: to.code });
  } else if (list === 'priorities') {
    await change.record('ticket.prioritised', { priority: to.code, was: ticket.priority });
    change.set(priorityColumns(await priorityOf(change.unit.tx, to.code)));
  } else {
    const { id: eventId } = await change.record('ticket.edited', { fields: ['category'] });
    await keepEarlier(change.unit, { ticket, eventId, was: [{ what: 'category', body: ticket.category ?? '' }] });
    change.set({ category: to.code });
  }
  await change.save();
}

/** What the job does. */
export async function continueMove(unit: Unit, key: string, { byId }: Payloads['values.move']) {
  const [name, from = ''] = key.split(':');
  const list = FIELD_LISTS.find((one) => one === name);
  const actor = byId === null ? null : await findActor(unit.tx, byId);
  if (list) await moveTickets(unit, actor, { list, from });
}

/**
 * Copies the weight and the targets of a priority to its tickets: first to active ones, by an event that moves them in every
 * queue, then to the others. What does not fit into this unit is done by a job.
 */
export async function applyPriority(unit: Unit, code: string, { active, after } = FROM_THE_START) {
  const { priority: _code, ...columns } = priorityColumns(await priorityOf(unit.tx, code));
  const limit = active ? MOVED_AT_ONCE : DONE_AT_ONCE;
  const found = await unit.tx
    .select({ id: tickets.id, number: tickets.number })
    .from(tickets)
    .where(and(isNumbered, eq(tickets.priority, code), eq(tickets.active, active), gt(tickets.number, after)))
    .orderBy(asc(tickets.number))
    .limit(limit);
  const ids = found.map(({ id }) => id);
  if (!active && ids.length > 0) await unit.tx.update(tickets).set(columns).where(inArray(tickets.id, ids));
  if (active)
    for (const ticket of await ticketsByIds(unit.tx, ids)) {
      if (hasColumns(ticket, columns)) continue;
      const change = new Change(unit, null, ticket);
      await change.record('ticket.aged', {});
      change.set(columns);
      await change.save();
    }
  const next = found.length === limit ? { active, after: found.at(-1)?.number ?? 0 } : { active: false, after: 0 };
  if (active || found.length === limit) await enqueue(unit, { kind: 'priority.apply', key: code, payload: next });
}

const FROM_THE_START: Payloads['priority.apply'] = { active: true, after: 0 };

const hasColumns = (ticket: TicketView, columns: Pick<TicketView, 'priorityWeight' | 'responseMs' | 'resolutionMs'>) =>
  ticket.priorityWeight === columns.priorityWeight &&
  ticket.responseMs === columns.responseMs &&
  ticket.resolutionMs === columns.resolutionMs;

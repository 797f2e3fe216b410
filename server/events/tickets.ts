/** Events about the ticket itself. */
import type { EventData } from '../../db/schema/events.ts';
import { personIn } from '../people/person-in.ts';
import { SCORES } from '../rating/contract.ts';
import type { TicketRef } from '../tickets/contract.ts';
import { type Catalogue, type Entry, nothing, type StoredEvent, whole, withoutWas } from './entry.ts';

type Value = EventData[string] | undefined;

const idsIn = (value: Value) => (Array.isArray(value) ? value : []);
const scoreIn = (value: Value) => SCORES.find((score) => score === value) ?? null;
const timeIn = (value: Value) => (typeof value === 'number' ? value : null);
const idIn = (value: Value) => (typeof value === 'string' ? value : null);

function fieldsIn(value: Value) {
  const known = ['subject', 'category'] as const;
  return known.filter((field) => Array.isArray(value) && value.includes(field));
}

/** With their current name. */
function colleagueIn({ event, names }: StoredEvent, value: Value) {
  const id = idIn(value);
  return id === null ? null : personIn(event, id, names.get(id) ?? '');
}

const linked = {
  stores: ({ other }) => ({ otherId: other.id, number: other.number }),
  toStaff: whole,
  toCustomer: null,
  readBack: ({ event: { data } }) => ({ other: { id: String(data['otherId']), number: Number(data['number']) } }),
} satisfies Entry<'ticket.linked'>;

const storesRefs = ({ from, into }: { from: TicketRef; into: TicketRef }) => ({
  fromId: from.id,
  fromNumber: from.number,
  intoId: into.id,
  intoNumber: into.number,
});
const readRefs = ({ event: { data } }: StoredEvent) => ({
  from: { id: String(data['fromId']), number: Number(data['fromNumber']) },
  into: { id: String(data['intoId']), number: Number(data['intoNumber']) },
});

const merged = {
  stores: storesRefs,
  toStaff: whole,
  toCustomer: whole,
  readBack: readRefs,
} satisfies Entry<'ticket.merged'>;

export const ticketEvents = {
  'ticket.edited': {
    stores: ({ fields }) => ({ fields }),
    toStaff: whole,
    toCustomer: whole,
    readBack: ({ event: { data } }) => ({ fields: fieldsIn(data['fields']) }),
  },
  'ticket.prioritised': {
    stores: ({ priority, was }) => ({ priority, was }),
    toStaff: whole,
    toCustomer: withoutWas,
    readBack: ({ event: { data } }) => ({ priority: String(data['priority']), was: String(data['was']) }),
  },
  'ticket.status_changed': {
    stores: ({ status, was, replaced, waitedSince }) => ({
      ...{ status, was },
      ...(replaced && { replaced }),
      ...(waitedSince !== undefined && { waitedSince }),
    }),
    toStaff: ({ status, was, replaced }) => ({ status, was, ...(replaced && { replaced }) }),
    toCustomer: withoutWas,
    readBack: ({ event: { data } }) => ({
      ...{ status: String(data['status']), was: String(data['was']) },
      ...(data['replaced'] === true && { replaced: true as const }),
    }),
  },
  'ticket.assigned': {
    stores: ({ assignee, was }) => ({ assigneeId: assignee?.id ?? null, was: was?.id ?? null }),
    toStaff: whole,
    toCustomer: withoutWas,
    people: ({ data }) => [idIn(data['assigneeId']), idIn(data['was'])],
    readBack: (stored) => {
      const { data } = stored.event;
      return { assignee: colleagueIn(stored, data['assigneeId']), was: colleagueIn(stored, data['was']) };
    },
  },
  'ticket.escalated': {
    stores: ({ escalated }) => ({ escalated }),
    toStaff: whole,
    toCustomer: null,
    readBack: ({ event: { data } }) => ({ escalated: data['escalated'] === true }),
  },
  'ticket.team_changed': {
    stores: ({ teamId, was }) => ({ teamId, was }),
    toStaff: whole,
    toCustomer: null,
    readBack: ({ event: { data } }) => ({ teamId: idIn(data['teamId']), was: idIn(data['was']) }),
  },
  'ticket.due_set': {
    stores: ({ dueAt, was }) => ({ dueAt, was }),
    toStaff: whole,
    toCustomer: null,
    readBack: ({ event: { data } }) => ({ dueAt: timeIn(data['dueAt']), was: timeIn(data['was']) }),
  },
  'ticket.snoozed': {
    stores: ({ until }) => ({ until }),
    toStaff: whole,
    toCustomer: null,
    readBack: ({ event: { data } }) => ({ until: Number(data['until']) }),
  },
  'ticket.woke': { stores: nothing, toStaff: nothing, toCustomer: null, readBack: nothing },
  'ticket.tagged': {
    stores: ({ added, removed }) => ({ added, removed }),
    toStaff: whole,
    toCustomer: null,
    readBack: ({ event: { data } }) => ({ added: idsIn(data['added']), removed: idsIn(data['removed']) }),
  },
  'ticket.aged': { stores: nothing, toStaff: nothing, toCustomer: null, readBack: null },
  'ticket.rated': {
    stores: ({ score, commented, was }) => ({ score, commented, was }),
    toStaff: whole,
    toCustomer: withoutWas,
    readBack: ({ event: { data } }) => {
      const score = scoreIn(data['score']);
      return score && { score, commented: data['commented'] === true, was: scoreIn(data['was']) };
    },
  },
  'ticket.continued': {
    stores: ({ in: { id, number } }) => ({ in: id, number }),
    toStaff: whole,
    toCustomer: whole,
    readBack: ({ event: { data } }) => ({ in: { id: String(data['in']), number: Number(data['number']) } }),
  },
  'ticket.linked': linked,
  'ticket.unlinked': linked,
  'ticket.merged': merged,
  'ticket.unmerged': merged,
  'ticket.split': {
    stores: ({ from, into, chosen }) => ({ ...storesRefs({ from, into }), chosen }),
    toStaff: ({ from, into }) => ({ from, into }),
    toCustomer: whole,
    readBack: readRefs,
  },
  'ticket.customer_changed': {
    stores: ({ was, verified }) => ({ was, verified }),
    toStaff: whole,
    toCustomer: withoutWas,
    people: ({ customerId }) => [customerId],
    readBack: ({ event, names }) => ({
      customer: personIn(event, event.customerId, names.get(event.customerId) ?? ''),
      verified: event.data['verified'] === true,
      was: String(event.data['was']),
    }),
  },
  'ticket.deleted': { stores: nothing, toStaff: nothing, toCustomer: whole, readBack: nothing },
  'ticket.read': {
    stores: ({ by, seq }) => ({ by, seq }),
    toStaff: whole,
    // Customers learn that the team read their message, but not who.
    toCustomer: (event) => (event.by === 'assignee' ? null : event.by === 'staff' ? { ...event, actor: null } : event),
    readBack: null,
  },
} satisfies Partial<Catalogue>;

import * as v from 'valibot';
import type { EventFields, EventType } from '../contract.ts';
import { CUSTOMER_EVENT_TYPES, NOTE_EVENT_TYPES } from '../events/readers.ts';
import { message } from '../messages/contract.ts';
import { note } from '../notes/contract.ts';
import { person } from '../people/contract.ts';
import { SCORES } from '../rating/contract.ts';
import { event, ticketRef } from '../tickets/contract.ts';

type Described = {
  [T in EventType]: {
    what: string;
    fields: { [K in keyof EventFields[T]]-?: v.GenericSchema<unknown, EventFields[T][K]> };
  };
};

const moved = { from: ticketRef, into: ticketRef };

/**
 * Each event type: when it happens, and its fields beside `id`, `ticketId`, `at`, `type` and `actor`. A type or a field that
 * is missing here does not compile.
 */
const DESCRIBED: Described = {
  'ticket.opened': { what: 'A ticket was opened with its first `message`.', fields: { message } },
  'ticket.edited': {
    what: 'The subject or the category changed: `fields` names them, the row has the values.',
    fields: { fields: v.array(v.picklist(['subject', 'category'])) },
  },
  'ticket.prioritised': {
    what: 'The `priority` changed.',
    fields: { priority: v.string(), was: v.optional(v.string()) },
  },
  'ticket.status_changed': {
    what: 'The `status` changed. `replaced`: the former one was deleted, and this one of its type took its place.',
    fields: { status: v.string(), was: v.optional(v.string()), replaced: v.optional(v.literal(true)) },
  },
  'ticket.assigned': {
    what: 'The ticket has another `assignee`, or none (null).',
    fields: { assignee: v.nullable(person), was: v.optional(v.nullable(person)) },
  },
  'ticket.team_changed': {
    what: 'The ticket belongs to the team with the id `teamId`, or to none (null).',
    fields: { teamId: v.nullable(v.string()), was: v.nullable(v.string()) },
  },
  'ticket.escalated': {
    what: 'It was `escalated` (true), or no longer is.',
    fields: { escalated: v.boolean() },
  },
  'ticket.due_set': {
    what: 'The due date was set by hand to `dueAt`, or follows the priority again (null).',
    fields: { dueAt: v.nullable(v.number()), was: v.nullable(v.number()) },
  },
  'ticket.snoozed': { what: 'It was snoozed, `until` a time.', fields: { until: v.number() } },
  'ticket.woke': {
    what: 'A snooze ended: by hand, by its time (`actor` is null), or because the customer wrote.',
    fields: {},
  },
  'ticket.tagged': {
    what: 'Tags were `added` or `removed`, by their ids.',
    fields: { added: v.array(v.string()), removed: v.array(v.string()) },
  },
  'ticket.aged': {
    what: 'A deadline came near or passed: the row has another `importance`. Not part of the history.',
    fields: {},
  },
  'ticket.rated': {
    what: 'The customer gave a `score`; `commented` if with words.',
    fields: {
      score: v.picklist(SCORES),
      commented: v.boolean(),
      was: v.optional(v.nullable(v.picklist(SCORES))),
    },
  },
  'ticket.continued': {
    what: 'The customer wrote on a closed ticket, which opened the ticket `in`.',
    fields: { in: ticketRef },
  },
  'ticket.linked': { what: 'The ticket and the `other` one were linked.', fields: { other: ticketRef } },
  'ticket.unlinked': { what: 'The link to the `other` ticket was removed.', fields: { other: ticketRef } },
  'ticket.merged': { what: 'The ticket `from` was merged `into` the other.', fields: moved },
  'ticket.unmerged': { what: 'The merge was undone.', fields: moved },
  'ticket.split': { what: 'Messages moved from the ticket `from` to the new ticket `into`.', fields: moved },
  'ticket.customer_changed': {
    what: 'The `customer` has another name, or was identified; `verified` if by the site.',
    fields: { customer: person, verified: v.boolean(), was: v.optional(v.string()) },
  },
  'ticket.deleted': { what: 'The ticket is gone.', fields: {} },
  'ticket.read': {
    what: 'Messages up to `seq` were read `by` a side. Not part of the history.',
    fields: { by: v.picklist(['customer', 'staff', 'assignee']), seq: v.number() },
  },
  'message.sent': { what: 'The `message` was sent.', fields: { message } },
  'message.edited': { what: 'The `message` was edited.', fields: { message } },
  'message.deleted': { what: 'The `message` was deleted, and its body is empty.', fields: { message } },
  'note.added': { what: 'The `note` was added.', fields: { note } },
  'note.edited': { what: 'The `note` was edited.', fields: { note } },
  'note.deleted': { what: 'The `note` was deleted, and its body is empty.', fields: { note } },
};

/** Every event as one schema, from which clients are generated: `type` says which fields it has. */
export const anyEvent = v.union(
  Object.entries(DESCRIBED).map(([type, { fields }]) =>
    v.object({ ...event.entries, type: v.literal(type), ...fields }),
  ),
);

export const eventTypes = () =>
  Object.entries(DESCRIBED).map(([type, { what }]) => ({
    ...{ type, what },
    hears: CUSTOMER_EVENT_TYPES.some((own) => own === type)
      ? 'customers too'
      : NOTE_EVENT_TYPES.some((own) => own === type)
        ? 'staff who may view notes'
        : 'staff',
  }));

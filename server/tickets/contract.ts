import * as v from 'valibot';
import { STATUS_TYPES, type StatusType } from '../ticket-fields/contract.ts';
import { attachmentIds } from '../attachments/contract.ts';
import { SCORES } from '../rating/contract.ts';
import { ASK, bodyOrNone, hasTextOrFiles, line, uuid } from '../text/contract.ts';
import { person } from '../people/contract.ts';

export const isActive = (type: StatusType) => type === 'open' || type === 'in_progress' || type === 'pending';

export const CHANNELS = ['portal', 'widget', 'api', 'mail'] as const;

/** Enough to name another ticket and to go there. */
export const ticketRef = v.object({ id: v.string(), number: v.number() });
export type TicketRef = v.InferOutput<typeof ticketRef>;

/**
 * A ticket as a list shows it, and all that its header needs. `version` is the id of its last event: the newer row
 * wins. `unread` is the reader's: the customer's own count, or for staff what the assignee (or, while nobody holds it,
 * anybody) has not read. `waitingSince`: since when the customer waits for an answer; null once they have it.
 */
export const ticketRow = v.object({
  id: v.string(),
  version: v.number(),
  number: v.number(),
  subject: v.string(),
  customer: person,
  assignee: v.nullable(person),
  status: v.string(),
  statusType: v.picklist(STATUS_TYPES),
  priority: v.string(),
  category: v.nullable(v.string()),
  channel: v.picklist(CHANNELS),
  /** The closed ticket that it continues, and its number; the number is null where that ticket is gone. */
  linkedTo: v.nullable(v.string()),
  linkedNumber: v.nullable(v.number()),
  /** Where its conversation goes on, and whose are read together with its own. */
  mergedInto: v.nullable(ticketRef),
  mergedFrom: v.array(ticketRef),
  lastSeq: v.number(),
  lastMessage: v.object({ author: person, excerpt: v.string(), at: v.number() }),
  unread: v.number(),
  /** Up to which message each side has read, and when it got there (null: never). */
  seen: v.object({
    customer: v.object({ seq: v.number(), at: v.nullable(v.number()) }),
    staff: v.object({ seq: v.number(), at: v.nullable(v.number()) }),
  }),
  waitingSince: v.nullable(v.number()),
  /** For staff: when an answer or the end of it is due, and what time and colleagues made of it. */
  dueAt: v.nullable(v.number()),
  breached: v.boolean(),
  escalated: v.boolean(),
  importance: v.number(),
  snoozedUntil: v.nullable(v.number()),
  /** Ids. */
  tags: v.array(v.string()),
  firstResponseAt: v.nullable(v.number()),
  resolvedAt: v.nullable(v.number()),
  closedAt: v.nullable(v.number()),
  /** What its customer said of it, 1 to 5, and when they first did. */
  rating: v.nullable(v.picklist(SCORES)),
  ratedAt: v.nullable(v.number()),
  createdAt: v.number(),
});
export type TicketRow = v.InferOutput<typeof ticketRow>;

export const code = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,39}$/u, 'This is not a valid code.'));
export const subject = line(1, 200, 'Write a subject');

/** Both ids are optional for other people's programs; our own clients always send them, so that a retry is one ticket. */
export const openTicket = v.pipe(
  v.strictObject({
    id: v.optional(uuid),
    messageId: v.optional(uuid),
    subject,
    body: bodyOrNone,
    attachmentIds,
    priority: v.optional(code),
    category: v.optional(v.nullable(code)),
    linkedTo: v.optional(uuid),
    /** Staff only: on whose behalf. */
    customerId: v.optional(uuid),
  }),
  v.forward(v.partialCheck([['body'], ['attachmentIds']], hasTextOrFiles, ASK), ['body']),
);
export type OpenTicket = v.InferOutput<typeof openTicket>;

/**
 * The `version` that was on the screen. Where somebody else changed the same since (or its customer wrote, and it would go
 * out of sight), the answer is 409 `tickets.changed`, and nothing is done; without it the last one wins.
 */
export const seen = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));

export const editTicket = v.strictObject({
  subject: v.optional(subject),
  priority: v.optional(code),
  category: v.optional(v.nullable(code)),
  /** Staff only. */
  escalated: v.optional(v.boolean()),
  seen,
});
export type EditTicket = v.InferOutput<typeof editTicket>;

export const setStatus = v.strictObject({ status: code, seen });
export const setAssignee = v.strictObject({ assigneeId: v.nullable(uuid), seen });

const list = <T extends v.GenericSchema<string, string>>(item: T) =>
  v.optional(
    v.pipe(
      v.union([v.string(), v.array(v.string())]),
      v.transform((value) => (Array.isArray(value) ? value : [value])),
      v.array(item),
      v.maxLength(20),
    ),
  );
const page = {
  /** As the page before gave it. */
  cursor: v.optional(v.pipe(v.string(), v.maxLength(200))),
  limit: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,3}$/u, 'Use a number.'), v.transform(Number), v.minValue(1), v.maxValue(100)),
  ),
};

/** `importance`, `sla`, `deadline`, `waiting`, `priority` and `snoozed` put first what comes first; the others the newest. `snoozed` lists no others. */
export const TICKET_ORDERS = [
  'importance',
  'waiting',
  'deadline',
  'sla',
  'priority',
  'created',
  'updated',
  'creator',
  'snoozed',
] as const;
export type TicketOrder = (typeof TICKET_ORDERS)[number];
const flag = v.optional(
  v.pipe(
    v.picklist(['true', 'false']),
    v.transform((value) => value === 'true'),
  ),
);
/** At least a word. */
export const q = v.optional(
  v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300, 'Use at most 300 characters.')),
);

export const listTickets = v.strictObject({
  status: list(code),
  statusType: list(v.picklist(STATUS_TYPES)),
  priority: list(code),
  category: list(code),
  /** A user id, or `none`, or `me`. */
  assignee: v.optional(v.union([v.picklist(['none', 'me']), uuid])),
  customer: v.optional(uuid),
  channel: list(v.picklist(CHANNELS)),
  /** Ids of tags, all of which it has. */
  tag: list(uuid),
  active: flag,
  breached: flag,
  escalated: flag,
  snoozed: flag,
  /**
   * As in the search, of subjects and messages: among the tickets where it was said last, in any order of the list.
   * `complete` in the answer is false where there are more of them than are looked at, or time ran out.
   */
  q,
  /** As people call it: 4127. */
  number: v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/u, 'Use a number.'), v.transform(Number))),
  order: v.optional(v.picklist(TICKET_ORDERS)),
  ...page,
});
export type ListTickets = v.InferOutput<typeof listTickets>;

const eventId = v.pipe(v.string(), v.regex(/^\d{1,15}$/u, 'Use an event id.'), v.transform(Number));
/** The history, newest first page by page: `before` an event id, `after` one for what came since, or `around` one. */
export const listEvents = v.strictObject({
  before: v.optional(eventId),
  after: v.optional(eventId),
  around: v.optional(eventId),
  limit: page.limit,
});
export const listMessages = v.strictObject({
  before: v.optional(eventId),
  after: v.optional(eventId),
  limit: page.limit,
});

/** `next` is null on the last page. */
export type Page<T> = { items: T[]; next: string | null };

/**
 * A page of the history. The events are those of server/contract.ts; `next` is passed as `before` for the older page (as
 * `after` for the newer one, if the page was asked for with `after`). A page `around` an event has both: `newer` is passed
 * as `after`, and null in every other page. `position` is the event id from which on to listen: the last in the page, or
 * with `around` the newest there was.
 */
export const eventPage = v.object({
  items: v.array(
    v.looseObject({
      id: v.number(),
      ticketId: v.string(),
      at: v.number(),
      type: v.string(),
      actor: v.nullable(person),
    }),
  ),
  next: v.nullable(v.string()),
  newer: v.nullable(v.string()),
  row: ticketRow,
  position: v.number(),
});

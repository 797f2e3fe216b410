import * as v from 'valibot';
import { code, STATUS_TYPES, type StatusType } from '../ticket-fields/contract.ts';
import { attachmentIds } from '../attachments/contract.ts';
import { SCORES } from '../rating/contract.ts';
import { ASK, bodyOrNone, flag, hasTextOrFiles, line, shownAs, uuid, wholeNumber } from '../text/contract.ts';
import { timeZone } from '../hours/contract.ts';
import { person } from '../people/contract.ts';

export const isActive = (type: StatusType) => type === 'open' || type === 'in_progress' || type === 'pending';

export const CHANNELS = ['portal', 'widget', 'api', 'mail'] as const;
export type Channel = (typeof CHANNELS)[number];

/** A reference to another ticket. */
export const ticketRef = v.object({ id: v.string(), number: v.number() });
export type TicketRef = v.InferOutput<typeof ticketRef>;

const span = v.object({ from: v.number(), by: v.number() });

/**
 * A ticket as lists and headers show it. `version` is the id of its last event: the newer row wins. `unread` is the
 * customer's own count or, for staff, the messages that the assignee (without one, anybody) has not read. `waitingSince` is
 * the start of the customer's wait for an answer, null if they do not wait.
 */
export const ticketRow = v.object({
  id: v.string(),
  version: v.number(),
  number: v.number(),
  subject: v.string(),
  customer: person,
  /** The person who opened it: the customer, or staff for them. */
  creator: person,
  assignee: v.nullable(person),
  status: v.string(),
  statusType: v.picklist(STATUS_TYPES),
  priority: v.string(),
  category: v.nullable(v.string()),
  /** Staff only: the id of the team that it waits for. */
  teamId: v.nullable(v.string()),
  channel: v.picklist(CHANNELS),
  /** The closed ticket that this one continues, and its number; the number is null if that ticket was deleted. */
  linkedTo: v.nullable(v.string()),
  linkedNumber: v.nullable(v.number()),
  /** The target of its merge, and the tickets merged into it. */
  mergedInto: v.nullable(ticketRef),
  mergedFrom: v.array(ticketRef),
  lastSeq: v.number(),
  lastMessage: v.object({ author: person, excerpt: v.string(), at: v.number() }),
  unread: v.number(),
  /** The last message that each side has read, and when; null for never. */
  seen: v.object({
    customer: v.object({ seq: v.number(), at: v.nullable(v.number()) }),
    staff: v.object({ seq: v.number(), at: v.nullable(v.number()) }),
  }),
  waitingSince: v.nullable(v.number()),
  /** Staff only: the next deadline, or the due date if one was set by hand, and the state of urgency. */
  dueAt: v.nullable(v.number()),
  dueByHand: v.boolean(),
  /**
   * Staff only: the nearest promises of this ticket and of those merged into it, from when and by when. Null where the targets
   * of the priority say it.
   */
  promised: v.nullable(v.object({ answer: v.nullable(span), resolve: v.nullable(span) })),
  breached: v.boolean(),
  escalated: v.boolean(),
  importance: v.number(),
  snoozedUntil: v.nullable(v.number()),
  /** Tag ids. */
  tags: v.array(v.string()),
  firstResponseAt: v.nullable(v.number()),
  resolvedAt: v.nullable(v.number()),
  closedAt: v.nullable(v.number()),
  /** The customer's rating, 1 to 5, and the time of the first one. */
  rating: v.nullable(v.picklist(SCORES)),
  ratedAt: v.nullable(v.number()),
  createdAt: v.number(),
  /** When anything of it last changed, as far as the reader may see it. Notes change no ticket. */
  updatedAt: v.number(),
});
export type Span = v.InferOutput<typeof span>;
/** Taken over by a merge; they hold for the wait and the targets that the ticket had then. */
export interface Promises {
  waitingSince: number;
  responseMs: number;
  resolutionMs: number;
  answer: Span | null;
  resolve: Span;
}
export type TicketRow = v.InferOutput<typeof ticketRow>;

export const subject = line(1, 200, 'Write a subject');

/** `id` and `messageId` are optional for other programs; our clients always send them, so that a retry opens no second ticket. */
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
    /** Staff only: the customer of the ticket. */
    customerId: v.optional(uuid),
  }),
  v.forward(v.partialCheck([['body'], ['attachmentIds']], hasTextOrFiles, ASK), ['body']),
);
export type OpenTicket = v.InferOutput<typeof openTicket>;

/**
 * The `version` on the caller's screen. If another person changed the same field since, or the customer wrote and the change
 * would hide the ticket, the answer is 409 `tickets.changed`. Without it the last write wins.
 */
export const seen = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));

export const editTicket = v.strictObject({
  subject: v.optional(subject),
  priority: v.optional(code),
  category: v.optional(v.nullable(code)),
  /** Staff only. */
  escalated: v.optional(v.boolean()),
  /** Staff only: milliseconds since 1970; null goes back to the targets of the priority. */
  dueAt: v.optional(v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0)))),
  seen,
});
export type EditTicket = v.InferOutput<typeof editTicket>;

export const setStatus = v.strictObject({ status: code, seen });
export const setAssignee = v.strictObject({ assigneeId: v.nullable(uuid), seen });

/** Several values of one field in a query: `status=open&status=pending`, or `status=open,pending`. */
const list = <T extends v.GenericSchema<string, string>>(item: T, shape: object) =>
  v.optional(
    v.pipe(
      v.union([v.string(), v.array(v.string())]),
      v.transform((value) => [value].flat().flatMap((part) => part.split(','))),
      v.array(item),
      v.maxLength(20, 'Use at most 20 values.'),
      shownAs({ type: 'array', items: { type: 'string', ...shape }, maxItems: 20 }),
    ),
  );
const CODE = { pattern: '^[a-z][a-z0-9_]{0,39}$' };
const oneOf = (codes: readonly string[]) => ({ enum: codes });
const page = {
  /** `next` of the previous page. */
  cursor: v.optional(v.pipe(v.string(), v.maxLength(200))),
  limit: v.optional(wholeNumber({ min: 1, max: 100 })),
};

/** The first six put the most urgent first, the others the newest. `snoozed` lists only snoozed tickets. */
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
/** A text filter with at least one word. */
export const q = v.optional(
  v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300, 'Use at most 300 characters.')),
);

const isTeam = (text: string) => text === 'mine' || text === 'none' || v.is(uuid, text);
const teamAsked = v.pipe(v.string(), v.toLowerCase(), v.check(isTeam, 'Use the id of a team, mine or none.'));

export const listTickets = v.strictObject({
  status: list(code, CODE),
  statusType: list(v.picklist(STATUS_TYPES), oneOf(STATUS_TYPES)),
  priority: list(code, CODE),
  category: list(code, CODE),
  /** A user id, or `none`, or `me`. */
  assignee: v.optional(v.union([v.picklist(['none', 'me']), uuid])),
  customer: v.optional(uuid),
  /** Staff only: `me` for the tickets with a note that mentions the caller, seen or not. */
  mentioned: v.optional(v.literal('me')),
  channel: list(v.picklist(CHANNELS), oneOf(CHANNELS)),
  /** Tag ids; the ticket must have all of them. */
  tag: list(uuid, { format: 'uuid' }),
  /** Team ids; `mine` for the teams of the caller, `none` for no team. The ticket must wait for one of them. */
  team: list(teamAsked, { pattern: '^(mine|none|[0-9a-fA-F-]{36})$' }),
  active: v.optional(flag),
  breached: v.optional(flag),
  escalated: v.optional(flag),
  snoozed: v.optional(flag),
  /**
   * Searches subjects and messages, and considers the tickets with the newest matches, in any order of the list. `complete`
   * in the answer is false if there are more matching tickets or the time ran out. Days in it are those of `timeZone`, of
   * UTC without it.
   */
  q,
  timeZone: v.optional(timeZone),
  /** Milliseconds since 1970, UTC: tickets that changed, or were opened, at this time or later. */
  updated_since: v.optional(wholeNumber()),
  created_since: v.optional(wholeNumber()),
  /** The visible ticket number, such as 4127. */
  number: v.optional(wholeNumber({ max: 999_999_999 })),
  order: v.optional(v.picklist(TICKET_ORDERS)),
  ...page,
});
export type ListTickets = v.InferOutput<typeof listTickets>;

const eventId = wholeNumber({ ask: 'Use an event id.' });
/** A page of the history: the newest, `before` an event id, `after` one, or `around` one. */
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

/** An event; server/contract.ts says which fields each type adds. */
export const event = v.looseObject({
  id: v.number(),
  ticketId: v.string(),
  at: v.number(),
  type: v.string(),
  actor: v.nullable(person),
});

/**
 * A page of the history, with events of server/contract.ts. Pass `next` as `before` for the older page, or as `after` if the
 * page was requested with `after`. A page `around` an event also has `newer`, to pass as `after`; it is null in all other
 * pages. Apply live events after `position`: the last event of the page, or with `around` the newest event.
 */
export const eventPage = v.object({
  items: v.array(event),
  next: v.nullable(v.string()),
  newer: v.nullable(v.string()),
  row: ticketRow,
  position: v.number(),
});

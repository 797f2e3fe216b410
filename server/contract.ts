/**
 * What goes over the wire, for every client: the events, the one message that carries them, the socket maps and the
 * error shape. All times are milliseconds since 1970, UTC. Event ids follow commit order.
 */
import * as v from 'valibot';
import type { Draft } from './drafts/contract.ts';
import type { Lists } from './lists/contract.ts';
import type { Message } from './messages/contract.ts';
import type { Note } from './notes/contract.ts';
import type { Person } from './people/contract.ts';
import type { Place } from './place/contract.ts';
import type { Score } from './rating/contract.ts';
import { uuid } from './text/contract.ts';
import type { TicketRef, TicketRow } from './tickets/contract.ts';
import type { Visitor } from './widget/contract.ts';
import type { show, ViewCount } from './views/contract.ts';

/** Every error, on every route, and in the acknowledgement of every refused socket event. */
export interface ErrorBody {
  error: {
    /** Stable and dotted, for programs: `tickets.closed`, `invalid`, `not_found`. */
    code: string;
    /** For people: what happened and what to do. */
    message: string;
    /** Field path → what is wrong with it; with 422. */
    fields?: Record<string, string>;
    /** What is needed to resolve a 409, such as the messages that were missed. */
    details?: Record<string, unknown>;
  };
}

export interface EventBase {
  id: number;
  ticketId: string;
  at: number;
  /** Who did it; null when the system did. */
  actor: Person | null;
}

/**
 * What an event of each type says beside its id, ticket, time and actor. `was` is the value before the change, and goes to
 * staff only. server/events/ says for each type what its customer hears, what is stored and how it is read back.
 */
export interface EventFields {
  'ticket.opened': { message: Message };
  'ticket.edited': { fields: ('subject' | 'category')[] };
  'ticket.prioritised': { priority: string; was?: string };
  /** `replaced`: the status was deleted, and this one of the same type took its place; nothing else changed. */
  'ticket.status_changed': { status: string; was?: string; replaced?: true };
  'ticket.assigned': { assignee: Person | null; was?: Person | null };
  'ticket.escalated': { escalated: boolean };
  /** Ids of teams; null for no team. Staff only. */
  'ticket.team_changed': { teamId: string | null; was: string | null };
  /** Null: the targets of the priority hold again. */
  'ticket.due_set': { dueAt: number | null; was: number | null };
  'ticket.snoozed': { until: number };
  /** `actor` says who ended the snooze: a customer, a colleague, or null when its time came. */
  'ticket.woke': object;
  /** Ids of tags. */
  'ticket.tagged': { added: string[]; removed: string[] };
  /** A deadline came near or passed, so the ticket's importance changed. Staff only, and not part of the history. */
  'ticket.aged': object;
  /** `commented`: the rating has a comment, which `GET /api/tickets/:id/rating` returns. `was` null: the first rating. */
  'ticket.rated': { score: Score; commented: boolean; was?: Score | null };
  /** The customer wrote on a closed ticket; the message opened the ticket `in`. */
  'ticket.continued': { in: { id: string; number: number } };
  /** Staff linked two tickets or removed the link. Recorded on both tickets. Staff only. */
  'ticket.linked': { other: TicketRef };
  'ticket.unlinked': { other: TicketRef };
  /** While merged, the messages on `from` are shown together with those on `into`. Recorded on both tickets. */
  'ticket.merged': { from: TicketRef; into: TicketRef };
  'ticket.unmerged': { from: TicketRef; into: TicketRef };
  /** Customer messages moved from `from` to the new ticket `into`. Recorded on both tickets. */
  'ticket.split': { from: TicketRef; into: TicketRef };
  /**
   * The customer changed their name, or a visitor was identified as a known customer, who now owns everything that the
   * visitor `was` wrote. `verified`: the site's server confirmed it; otherwise the visitor typed it. Customers get no `was`.
   */
  'ticket.customer_changed': { customer: Person; verified: boolean; was?: string };
  'ticket.deleted': object;
  /**
   * `by` is the side that read up to and including message `seq`. `assignee`: the assignee read messages that a colleague
   * had already read, so nothing changes for the customer. Not part of the history.
   */
  'ticket.read': { by: 'customer' | 'staff' | 'assignee'; seq: number };
  'message.sent': { message: Message };
  'message.edited': { message: Message };
  'message.deleted': { message: Message };
  'note.added': { note: Note };
  'note.edited': { note: Note };
  'note.deleted': { note: Note };
}

export type EventType = keyof EventFields;
export type EventOf<T extends EventType> = { [K in T]: EventBase & { type: K } & EventFields[K] }[T];
export type Event = EventOf<EventType>;

/** Numbers for badges. Staff only. */
export interface DeskCounts {
  /** Active tickets without an assignee that are not snoozed. */
  waiting: number;
  /** Active tickets that are snoozed. */
  snoozed: number;
  /** Of the waiting ones, how many wait for each team, by its id; none: not named. Sent with other counts only if one of them changed. */
  teams: Record<string, number>;
}
/** The counts of the whole desk and the reader's own. */
export interface Counts extends DeskCounts {
  /** Tickets with a note that mentions the reader and that they have not seen. */
  mentions: number;
  /** Keyed by view id: the views that this screen shows, as soon as they are counted. */
  views: Record<string, ViewCount>;
}

/** The newest mention of the receiver on a ticket; `eventId` is null when they have seen every mention there. */
export interface MentionNews {
  ticketId: string;
  eventId: number | null;
  count: number;
  row: TicketRow;
}

export interface Handed {
  ticketId: string;
  by: Person;
}

/**
 * The one message that carries every durable change. `events` come in id order; apply an event only if it is newer than
 * its ticket's own position. A row or list is complete and replaces an older `version` of itself. Resume from `cursor` as
 * given, never from the largest id seen. Facts about no ticket have no cursor and leave it unchanged.
 */
export interface Facts {
  events: Event[];
  rows: TicketRow[];
  cursor?: number;
  /** The counts that changed; a catch-up also has `mentions`. */
  counts?: Partial<Counts>;
  /** Tickets that a colleague assigned to the receiver, live and in a catch-up: show a notice; not part of the state. */
  handed?: Handed[];
  /** Each list that changed, complete. */
  lists?: Partial<Lists>;
  /** Only in a catch-up: send it with the next `sync`. */
  listsAt?: number;
}

export const sync = v.strictObject({
  cursor: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  epoch: v.pipe(v.string(), v.maxLength(64)),
  /** `listsAt` of the last snapshot or catch-up. */
  listsAt: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 0),
  /** The user whose data the client shows; refused if the cookie now belongs to another user. */
  userId: v.optional(uuid),
  /** The tickets open on the screen, each with the id of the last event that the client applied. Staff only. */
  watching: v.pipe(
    v.array(v.strictObject({ ticketId: uuid, after: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) })),
    v.maxLength(20),
  ),
});
export const watch = v.strictObject({ ticketId: uuid, after: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });
export const unwatch = v.strictObject({ ticketId: uuid });
export const typing = v.strictObject({ ticketId: uuid, kind: v.picklist(['message', 'note']) });

/** The server acknowledges every event that a client sends, also when it refuses the event. */
export type Answer<T = object> = ({ ok: true } & T) | ({ ok: false } & ErrorBody);
export type Ack<T = object> = (answer: Answer<T>) => void;

/** The answer to `watch`: the events since `after`, or `resync: true` if there are more than a catch-up holds. */
export type Watched = { events: Event[]; resync: boolean };

/** The answer to `sync`: the version of the client build that this server serves, as in `data-version` of its pages. */
export type Synced = { version: string };

export interface ClientToServer {
  /** Send it on every connect. The server answers with exactly one of `caught-up` and `resync`; hold live facts until then. */
  sync: (input: v.InferInput<typeof sync>, ack: Ack<Synced>) => void;
  watch: (input: v.InferInput<typeof watch>, ack: Ack<Watched>) => void;
  unwatch: (input: v.InferInput<typeof unwatch>, ack: Ack) => void;
  /** The views on the screen; send it again after each `sync` and snapshot. The server sends their counts now and on change. */
  show: (input: v.InferInput<typeof show>, ack: Ack) => void;
  typing: (input: v.InferInput<typeof typing>, ack: Ack) => void;
}

/** Ids of the staff who have a ticket open, and of the staff who are writing a reply on it. */
export interface TicketPresence {
  ticketId: string;
  viewing: string[];
  writing: string[];
}

/** Whether a member of the team is connected, and how many active tickets they have. */
export interface ColleaguePresence {
  id: string;
  here: boolean;
  activeTickets: number;
}

export interface ServerToClient {
  facts: (facts: Facts) => void;
  'caught-up': (facts: Facts) => void;
  /** Fetch the snapshot again; live facts continue from its cursor. It comes after `sync`, and when what clients hold is outdated. */
  resync: (reason: { reason: 'epoch' | 'too_far' | 'future' }) => void;
  /** Another person is typing. Repeated while they type; expires after TYPING_TTL_MS. */
  typing: (who: { ticketId: string; person: Person; kind: 'message' | 'note' }) => void;
  /** The customer's place in the queue, when it changes. It reveals only how many others wait. */
  queue: (place: Place) => void;
  /** All staff who have a ticket open. Staff only. */
  presence: (who: { ticketId: string; people: Person[] }) => void;
  /** All visitor data, on every change, to staff with a ticket of that visitor open. It needs no catch-up: each message is complete. */
  visitor: (who: Visitor) => void;
  /** The profile of a customer with an account changed: to staff with a ticket of theirs open, who ask for it again. */
  profile: (who: { userId: string }) => void;
  /** Presence for the rows of the queue: changed tickets at most once a second, or `all` after `sync`. Staff only. */
  'queue-presence': (who: { all: boolean; tickets: TicketPresence[] }) => void;
  /** Changed members of the team at most once a second, or `all` after `sync`. Staff only. */
  'team-presence': (who: { all: boolean; people: ColleaguePresence[] }) => void;
  /** A draft that its author changed in another window. Only to its author. */
  draft: (draft: Draft) => void;
  /** The mentions of the receiver on a ticket changed, or they have seen them. Staff only. */
  mention: (news: MentionNews) => void;
  /** The server is about to close this socket. `ended`: sign in again. `restart`: reconnect. `blocked`: staff blocked this visitor. */
  closing: (why: { reason: 'ended' | 'restart' | 'slow' | 'blocked' }) => void;
}

export const TYPING_TTL_MS = 5_000;
/** A client that missed more than this has to `resync`: the number of events and rows, and the characters of text in them. */
export const CATCH_UP_LIMIT = 500;
export const CATCH_UP_TEXT_LIMIT = 1_000_000;

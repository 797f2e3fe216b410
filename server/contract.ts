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
  'ticket.status_changed': { status: string; was?: string };
  'ticket.assigned': { assignee: Person | null; was?: Person | null };
  'ticket.escalated': { escalated: boolean };
  'ticket.snoozed': { until: number };
  /** By itself, by its customer or by a colleague: see the actor. */
  'ticket.woke': object;
  /** Ids of tags. */
  'ticket.tagged': { added: string[]; removed: string[] };
  /** Time moved it: a deadline came near or passed. Staff only, and not part of the history. */
  'ticket.aged': object;
  /** `commented`: a comment stands beside it; `GET /api/tickets/:id/rating` gives it. `was` null: the first rating. */
  'ticket.rated': { score: Score; commented: boolean; was?: Score | null };
  /** After it was closed, its customer wrote on: into this other ticket. */
  'ticket.continued': { in: { id: string; number: number } };
  /** The team says that the two belong together, or no longer. Told on both, to staff only. */
  'ticket.linked': { other: TicketRef };
  'ticket.unlinked': { other: TicketRef };
  /** One conversation from now on, or two again: the messages on `from` are read together with `into`. Told on both. */
  'ticket.merged': { from: TicketRef; into: TicketRef };
  'ticket.unmerged': { from: TicketRef; into: TicketRef };
  /** Messages that its customer wrote on `from` became a ticket of their own. Told on both. */
  'ticket.split': { from: TicketRef; into: TicketRef };
  /**
   * Its customer has another name, or turned out to be a customer who is known: then all that they wrote as `was` is theirs.
   * `verified`: their site's server said so; else they said so themselves. Without `was` (to customers): themselves.
   */
  'ticket.customer_changed': { customer: Person; verified: boolean; was?: string };
  'ticket.deleted': object;
  /**
   * `by` is the side that read up to and including message `seq`; `assignee`: the assignee read what a colleague had read
   * before, which is nothing to the customer. Not part of the history.
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
  /** Active tickets that nobody holds and nobody put off. */
  waiting: number;
  /** Active tickets that were put off. */
  snoozed: number;
}
/** With one's own. */
export interface Counts extends DeskCounts {
  /** Tickets where a note mentions one that one has not seen. */
  mentions: number;
  /** By the ids of saved views: of those that this screen shows, once they are counted. */
  views: Record<string, ViewCount>;
}

/** How a ticket stands that mentions somebody, to them alone; `eventId` is null when they have seen all of it. */
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
 * The one pipe. `events` in id order; they apply per ticket, only past that ticket's own position. `rows` are whole: a
 * row replaces an older `version` of itself, and so does a list. `cursor` is where to resume; take it as given, never the
 * largest id seen. Facts about no ticket have none, and leave it unchanged.
 */
export interface Facts {
  events: Event[];
  rows: TicketRow[];
  cursor?: number;
  /** Those that are news; with `mentions` in a catch-up. */
  counts?: Partial<Counts>;
  /** Tickets of one's own that a colleague gave them, live and in a catch-up: worth a notice, and nothing to keep. */
  handed?: Handed[];
  /** Each list that changed, whole. */
  lists?: Partial<Lists>;
  /** With a catch-up: `sync` goes on from there. */
  listsAt?: number;
}

export const sync = v.strictObject({
  cursor: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  epoch: v.pipe(v.string(), v.maxLength(64)),
  /** As the last snapshot or catch-up gave it. */
  listsAt: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 0),
  /** Whose screen it is; refused where the cookie is somebody else's by now. */
  userId: v.optional(uuid),
  /** Tickets that are open on the screen, each with the last event id that was applied to it. Staff only. */
  watching: v.pipe(
    v.array(v.strictObject({ ticketId: uuid, after: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) })),
    v.maxLength(20),
  ),
});
export const watch = v.strictObject({ ticketId: uuid, after: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });
export const unwatch = v.strictObject({ ticketId: uuid });
export const typing = v.strictObject({ ticketId: uuid, kind: v.picklist(['message', 'note']) });

/** Every upward event is acknowledged, also when it is refused. */
export type Answer<T = object> = ({ ok: true } & T) | ({ ok: false } & ErrorBody);
export type Ack<T = object> = (answer: Answer<T>) => void;

/** What a `watch` answers: the events since `after`, or `resync: true` where that is more than a catch-up holds. */
export type Watched = { events: Event[]; resync: boolean };

/** What a `sync` answers: the build of the clients that this server serves, as `data-version` of its pages says it. */
export type Synced = { version: string };

export interface ClientToServer {
  /** Sent on every connect. Answered by exactly one of `caught-up` and `resync`; hold live facts until then. */
  sync: (input: v.InferInput<typeof sync>, ack: Ack<Synced>) => void;
  watch: (input: v.InferInput<typeof watch>, ack: Ack<Watched>) => void;
  unwatch: (input: v.InferInput<typeof unwatch>, ack: Ack) => void;
  /** Again after each `sync` and each snapshot: the counts of these views come then, and as they change. */
  show: (input: v.InferInput<typeof show>, ack: Ack) => void;
  typing: (input: v.InferInput<typeof typing>, ack: Ack) => void;
}

/** Ids of the staff who have a ticket open, and of the staff who are writing a reply on it. */
export interface TicketPresence {
  ticketId: string;
  viewing: string[];
  writing: string[];
}

export interface ServerToClient {
  facts: (facts: Facts) => void;
  'caught-up': (facts: Facts) => void;
  /** The snapshot must be fetched again; live facts continue from there. */
  resync: (reason: { reason: 'epoch' | 'too_far' | 'future' }) => void;
  /** Someone else is writing. Repeated while they write; forget it after TYPING_TTL_MS. */
  typing: (who: { ticketId: string; person: Person; kind: 'message' | 'note' }) => void;
  /** Where they stand who wait: to its customer, when it changes. What it says of others is how many they are. */
  queue: (place: Place) => void;
  /** The staff who have a ticket open, the whole list each time. Staff only. */
  presence: (who: { ticketId: string; people: Person[] }) => void;
  /** What is known of a visitor, whole, as it changes: to the staff who have a ticket of theirs open. No fact: nothing is missed by missing one. */
  visitor: (who: Visitor) => void;
  /** Presence for the rows of the queue: changed tickets at most once a second, or `all` after `sync`. Staff only. */
  'queue-presence': (who: { all: boolean; tickets: TicketPresence[] }) => void;
  /** One's own, as another of one's own windows has it now. To its author alone. */
  draft: (draft: Draft) => void;
  /** A note mentions one, or does not any more, or one has looked. Staff only, each their own. */
  mention: (news: MentionNews) => void;
  /** The server is about to close this socket. `ended`: sign in again. `restart`: reconnect. `blocked`: the team does not want to hear of this visitor. */
  closing: (why: { reason: 'ended' | 'restart' | 'slow' | 'blocked' }) => void;
}

export const TYPING_TTL_MS = 5_000;
/** A client that missed more than this is told to `resync`: events and rows, and characters of text in them. */
export const CATCH_UP_LIMIT = 500;
export const CATCH_UP_TEXT_LIMIT = 1_000_000;

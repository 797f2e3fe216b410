/** The shape of a catalogue entry, and the parts that many entries share. */
import type { EventData, events } from '../../db/schema/events.ts';
import type { Attachment } from '../attachments/contract.ts';
import type { EventFields, EventOf, EventType } from '../contract.ts';
import type { Message } from '../messages/contract.ts';
import type { MessageRow } from '../messages/to-message.ts';
import type { Note } from '../notes/contract.ts';
import type { NoteRow } from '../notes/to-note.ts';

export interface Entry<T extends EventType> {
  /** The id of the message or note that the event is about. */
  subject?: (recorded: Recorded<T>) => string;
  /** The ids, codes and numbers to store in the event's row; never text that a person wrote. */
  stores: (recorded: Recorded<T>) => EventData;
  /** The fields for staff, beside id, ticket, time and actor. */
  toStaff: (recorded: Recorded<T>, id: number) => EventFields[T];
  /** Only staff who may view notes receive this type. */
  isOfNote?: true;
  /** The event as the ticket's customer may see it. Null: no customer ever receives this type. */
  toCustomer: ((event: EventOf<T>) => EventOf<T> | null) | null;
  /** The ids of the people whose current names `readBack` needs. */
  people?: (event: EventRow) => (string | null)[];
  /**
   * Rebuilds the fields for staff from the stored row; returns null if the message or note was deleted with its ticket. With
   * `readBack: null` the event is in no history and no catch-up, because the ticket's row carries all of it.
   */
  readBack: ((stored: StoredEvent) => EventFields[T] | null) | null;
}

export type Catalogue = { [T in EventType]: Entry<T> };

export type EventRow = typeof events.$inferSelect;

/** A row of `events` with its message or note in the current state. */
export interface StoredEvent {
  event: EventRow;
  actorName: string | null;
  message: MessageRow['message'] | null;
  authorName: string | null;
  note: Omit<NoteRow, 'attachments'> | null;
  /** Attachments by the id of their message or note, for the whole page. */
  files: Map<string, Attachment[]>;
  /** Names of people by id. */
  names: Map<string, string>;
}

/** `record` sets `eventId`: a message or note is ordered by the id of its first event. */
type Unplaced<M> = Omit<M, 'eventId'>;

/** The types for which a command records other fields than staff receive. */
interface RecordedInstead {
  'ticket.opened': { message: Unplaced<Message> };
  'message.sent': { message: Unplaced<Message> };
  'note.added': { note: Unplaced<Note> };
  /** `waitedSince`: the start of the customer's wait, if this change ends it. */
  'ticket.status_changed': { status: string; was: string; replaced?: true; waitedSince?: number };
  /** `chosen`: a hash of the chosen messages, to recognise a retry. */
  'ticket.split': EventFields['ticket.split'] & { chosen: string };
}

/** The fields that a command passes to record an event of this type. Fields hidden from customers are required here. */
export type Recorded<T extends EventType> = T extends keyof RecordedInstead
  ? RecordedInstead[T]
  : Required<EventFields[T]>;

const NOTHING: EventData = Object.freeze({});
export const nothing = () => NOTHING;
export const whole = <V>(value: V) => value;
/** Customers see the new value and not the old one. */
export const withoutWas = <E extends { was?: unknown }>({ was: _was, ...event }: E) => event;

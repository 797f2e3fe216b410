/** What the catalogue says of one type of event, and the parts that many entries share. */
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
  /** The ids, codes and numbers that the row of the event holds; never text that somebody wrote. */
  stores: (recorded: Recorded<T>) => EventData;
  /** What staff are told beside id, ticket, time and actor. */
  toStaff: (recorded: Recorded<T>, id: number) => EventFields[T];
  /** The part of it that the ticket's customer is told. Null: no customer ever hears of this type. */
  toCustomer: ((event: EventOf<T>) => EventOf<T> | null) | null;
  /** Ids of the people whose present names are needed to read it back. */
  people?: (event: EventRow) => (string | null)[];
  /**
   * What staff were told, from the stored row; answers null where the message or note is gone with its ticket. Without it
   * the event is in no history and no catch-up, because the ticket's row says all of it.
   */
  readBack: ((stored: StoredEvent) => EventFields[T] | null) | null;
}

export type Catalogue = { [T in EventType]: Entry<T> };

export type EventRow = typeof events.$inferSelect;

/** A row of the log, with the message or note that it is about as that is now. */
export interface StoredEvent {
  event: EventRow;
  actorName: string | null;
  message: MessageRow['message'] | null;
  authorName: string | null;
  note: Omit<NoteRow, 'attachments'> | null;
  /** Of the messages and notes of a page, by their ids. */
  files: Map<string, Attachment[]>;
  /** Names of people, by their ids. */
  names: Map<string, string>;
}

/** A message or note takes the id of its first event as its place in the conversation. */
type Unplaced<M> = Omit<M, 'eventId'>;

/** Where a command records something else than what staff are told. */
interface RecordedInstead {
  'ticket.opened': { message: Unplaced<Message> };
  'message.sent': { message: Unplaced<Message> };
  'note.added': { note: Unplaced<Note> };
  /** `waitedSince`: since when the customer had waited, where the change ends that. */
  'ticket.status_changed': Required<EventFields['ticket.status_changed']> & { waitedSince?: number };
  /** `chosen`: a hash of the chosen messages, to tell a retry by. */
  'ticket.split': EventFields['ticket.split'] & { chosen: string };
}

/** What a command gives to record an event of this type. Fields that customers do not see are not optional here. */
export type Recorded<T extends EventType> = T extends keyof RecordedInstead
  ? RecordedInstead[T]
  : Required<EventFields[T]>;

const NOTHING: EventData = Object.freeze({});
export const nothing = () => NOTHING;
export const whole = <V>(value: V) => value;
/** Customers are told how it is, and not how it was before. */
export const withoutWas = <E extends { was?: unknown }>({ was: _was, ...event }: E) => event;

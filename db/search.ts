/** The interface of the search to a database. db/search-words.ts defines words and marks for every database. */
import type { StatusType } from '../server/ticket-fields/contract.ts';

/** A follower writes the index from the log of events, so sending a message costs nothing extra. */
export interface SearchIndex {
  /** Whether `renew` has anything to do. */
  isStale(): boolean;
  /** Inside a unit of work: indexes the messages and notes of the events after one id, up to and including another. */
  advance(after: number, upTo: number): void;
  /** Inside a unit of work: removes up to `most` changed or deleted texts, indexes the current ones, and folds names. */
  renew(most: number): void;
}

/** The two indexes: texts that customers may read, and notes. */
export type Kind = 'conversation' | 'note';

/** A found message or note with its ticket and author. */
export interface Row {
  eventId: number;
  id: string;
  seq: number | null;
  body: string;
  createdAt: number;
  authorId: string;
  authorName: string;
  ticketId: string;
  number: number;
  subject: string;
  customerId: string;
  customerName: string;
  status: string;
  statusType: StatusType;
  priority: string;
  category: string | null;
  assigneeId: string | null;
  assigneeName: string | null;
}

/** Consecutive words, as `wordsIn` returns them. */
type WordSequence = string[];
export interface Match {
  /** Each entry must be in the text, in one of its forms. */
  wanted: WordSequence[][];
  /** One mark of each entry must be present. */
  marks: string[][];
  /** None of these may be in the text. */
  without: WordSequence[];
}

/** A range of event ids, both ends exclusive. With `own`, only the tickets of that customer. */
export interface Within {
  before: number;
  after: number;
  own: string | null;
}

export interface WordsReader {
  /** Matches from newest to oldest, read lazily. */
  newest(match: Match, within: Within): IterableIterator<Row>;
  /** The rows of these events, in no order. */
  among(eventIds: number[], within: Within): Row[];
  /** The event id of the n-th newest match; 0 if there are fewer. */
  nth(match: Match, n: number): number;
  /** Matches from an event id on, best first: a lower score is better. */
  ranked(match: Match, from: number): { eventId: number; score: number }[];
  /** The first indexed word that is not before `start`. */
  wordFrom(start: string): string | undefined;
  /** Up to `most` long words with this part, half of them those that were written first, half those written last. */
  wordsWith(part: string, most: number): string[];
}

export interface Named {
  id: string;
  name: string;
}

/** A read-only connection to the index and the rows that it refers to, for the search worker. */
export interface SearchReader extends Record<Kind, WordsReader> {
  /** The last indexed event id and the newest event id. */
  progress(): { position: number; head: number };
  peopleNamed(part: string, limit: number): Named[];
  customersNamed(part: string, limit: number): Named[];
  /** `opening` is the id of the event that opened the ticket. */
  ticketByNumber(number: number): { opening: number; version: number } | null;
  hasFile(kind: Kind, id: string): boolean;
  /** The id of the first event at or after this time, in milliseconds since 1970. */
  eventAt(time: number): number;
  close(): void;
}

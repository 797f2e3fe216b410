/** What the search asks of a database. What a word and a mark is stands in db/search-words.ts, for all databases alike. */
import type { StatusType } from '../server/ticket-fields/contract.ts';

/** The index follows the log of events, so a message pays nothing for being found later. */
export interface SearchIndex {
  /** Whether `renew` has something to do. */
  isStale(): boolean;
  /** Inside a unit of work: takes in what the events after one id and up to another made. */
  advance(after: number, upTo: number): void;
  /** Inside a unit of work: takes out so many of what was changed or deleted, and takes in what stands there now. */
  renew(most: number): void;
}

/** Where words are kept: those that a customer may read, and those that none may. */
export type Kind = 'conversation' | 'note';

/** What was said, on which ticket, by whom. */
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

/** Words in a row, as `wordsIn` gives them. */
type InARow = string[];
export interface Match {
  /** Each must be in the text, in one of its forms. */
  wanted: InARow[][];
  /** One of each must be among the marks. */
  marks: string[][];
  /** None of these may be in the text. */
  without: InARow[];
}

/** Ids of events, none of which is meant itself. With `own`, the tickets of that customer alone. */
export interface Within {
  before: number;
  after: number;
  own: string | null;
}

export interface WordsReader {
  /** One by one, for as long as somebody asks. */
  newest(match: Match, within: Within): IterableIterator<Row>;
  /** Those of some events, in no order. */
  among(eventIds: number[], within: Within): Row[];
  /** The event of the n-th newest match; 0 where there are fewer. */
  nth(match: Match, n: number): number;
  /** From an event on, the best first: a lower score is better. */
  ranked(match: Match, from: number): { eventId: number; score: number }[];
  /** The first word from this one on, in the order of the index. */
  wordFrom(start: string): string | undefined;
}

export interface Named {
  id: string;
  name: string;
}

/** For a thread of its own: a read-only connection to the index and to what it refers to. */
export interface SearchReader extends Record<Kind, WordsReader> {
  /** How far the index has come, of how far there is; event ids. */
  progress(): { position: number; head: number };
  peopleNamed(part: string, limit: number): Named[];
  customersNamed(part: string, limit: number): Named[];
  /** `opening` is the event that opened it. */
  ticketByNumber(number: number): { opening: number; version: number } | null;
  hasFile(kind: Kind, id: string): boolean;
  /** The first event that is not before this time; 0 is the beginning of time. */
  eventAt(time: number): number;
  close(): void;
}

/** Translates a search into index queries: words and marks, a range of events, and a condition on rows. */
import type { Kind, Match, Row, SearchReader, WordsReader } from '../../db/search.ts';
import { mark } from '../../db/search-words.ts';
import { fold } from '../folding/contract.ts';
import type { RoleKind } from '../people/contract.ts';
import type { Phrase } from './operators.ts';

/** With more people of one name, rows are filtered by the author's name instead of by mark. */
const PEOPLE_MOST = 50;
/**
 * The most longer words that begin with a word of the query, and the most that hold it. First few are looked for, because
 * each makes the search slower; if they do not fill the page, many. More than that is told as cut.
 */
export const LONGER_WORDS = { few: 12, many: 250 };
const DAY_MS = 86_400_000;

/** A resolved query: codes instead of names, except for people, whom `planOf` looks up. */
export interface Search {
  actor: { id: string; kind: RoleKind; mayViewNotes: boolean };
  phrases: Phrase[];
  without: Phrase[];
  from: string[];
  assignee: string[];
  statuses: string[] | null;
  priorities: string[] | null;
  categories: string[] | null;
  onlyNotes: boolean;
  withFile: boolean;
  /** Milliseconds since 1970; `after` is inclusive, `before` exclusive. */
  after: number;
  before: number;
  number: number | null;
  /** Words of the query were left out. */
  isCut: boolean;
  /** What was taken for no operator. */
  unknown: string[];
  order: 'newest' | 'rank';
  cursor: number;
  limit: number;
}

/** An author that `from:` means; `marks` is null if they are too many for an index query. */
type Author = { marks: string[] | null; is: (row: Row) => boolean };

export interface Plan {
  search: Search;
  matches: (readonly [Kind, Match])[];
  /** A range of event ids, both ends exclusive. */
  range: { after: number; before: number };
  keeps: (kind: Kind, row: Row) => boolean;
  /** More words begin with a word of the query, or hold it, than are looked for. */
  isCut: boolean;
}

/** Null if nothing can match. */
export function planOf(index: SearchReader, search: Search, most: number): Plan | null {
  const { actor, number } = search;
  const authors = search.from.map((value) => authorsOf(index, value, actor));
  if (search.from.length > 0 && authors.every((one) => one.marks?.length === 0)) return null;
  const range = { after: index.eventAt(search.after - DAY_MS) - 1, before: search.cursor };
  if (search.before < Number.MAX_SAFE_INTEGER)
    range.before = Math.min(range.before, index.eventAt(search.before + DAY_MS));
  if (number !== null) {
    const ticket = index.ticketByNumber(number);
    if (!ticket) return null;
    range.after = Math.max(range.after, ticket.opening - 1);
    // A ticket number without words finds the opening message.
    const until = search.phrases.length > 0 || authors.length > 0 ? Number.MAX_SAFE_INTEGER : ticket.opening + 1;
    range.before = Math.min(range.before, until);
  }
  const kinds: Kind[] = search.onlyNotes
    ? ['note']
    : actor.kind === 'staff' && actor.mayViewNotes && (search.phrases.length > 0 || authors.length > 0)
      ? ['conversation', 'note']
      : ['conversation'];
  const found = kinds.map((kind) => ({ kind, ...matchOf(index[kind], { kind, search, authors, most }) }));
  const matches = found.map(({ kind, match }) => [kind, match] as const);
  const isCut = search.isCut || found.some((one) => one.isCut);
  return { search, matches, range, keeps: filterOf(index, search, authors), isCut };
}

function matchOf(
  words: WordsReader,
  { kind, search, authors, most }: { kind: Kind; search: Search; authors: Author[]; most: number },
) {
  const { actor, phrases, without } = search;
  const marks = authorMarksOf(authors);
  if (actor.kind === 'customer') marks.push([mark.customer(actor.id)]);
  const alone = kind === 'note' ? [mark.note] : authors.length > 0 ? EVERYTHING : [mark.opening];
  // Operators without words find tickets, unless `from:` asks for messages of a person.
  if (phrases.length === 0 && (marks.length === 0 || authors.length === 0)) marks.push(alone);
  const forms = phrases.map((phrase) => formsOf(words, phrase, most));
  const wanted = forms.map((one) => one.forms);
  const match: Match = { wanted, marks, without: without.map((phrase) => phrase.words) };
  return { match, isCut: forms.some((one) => one.isCut) };
}

/** The words of a phrase, and for its last word also longer ones. */
function formsOf(index: WordsReader, { words, begins, inside }: Phrase, most: number) {
  const [start, rest] = [words.at(-1) ?? '', words.slice(0, -1)];
  const endings = begins ? endingsOf(index, start, most + 1) : [];
  const around = inside ? index.wordsWith(start, most + 1) : [];
  const longer = new Set([...endings.slice(0, most), ...around.slice(0, most)]);
  longer.delete(start);
  return {
    forms: [words, ...[...longer].map((word) => [...rest, word])],
    isCut: endings.length > most || around.length > most,
  };
}

/** Reads completions from the index word by word: FTS5's own prefix search would read all matches since the first day. */
function endingsOf(index: WordsReader, start: string, most: number): string[] {
  const found: string[] = [];
  for (let at = `${start}\u0000`; found.length < most;) {
    const next = index.wordFrom(at);
    if (!next?.startsWith(start)) break;
    found.push(next);
    at = `${next}\u0000`;
  }
  return found;
}

function authorsOf(index: SearchReader, value: string, actor: Search['actor']): Author {
  if (value === 'me') return { marks: [mark.author(actor.id)], is: ({ authorId }) => authorId === actor.id };
  if (value === 'customer' || value === 'staff')
    return {
      marks: [mark.side(value)],
      is: ({ authorId, customerId }) => (authorId === customerId) === (value === 'customer'),
    };
  const is = ({ authorName }: Row) => hasName(authorName, value);
  // Customers must not learn the names of other people.
  if (actor.kind === 'customer') return { marks: null, is };
  const some = index.peopleNamed(value, PEOPLE_MOST + 1);
  return { marks: some.length > PEOPLE_MOST ? null : some.map(({ id }) => mark.author(id)), is };
}

function filterOf(index: SearchReader, search: Search, authors: Author[]) {
  const { statuses, priorities, categories, assignee, actor, after, before, number } = search;
  return (kind: Kind, row: Row): boolean =>
    row.createdAt >= after &&
    row.createdAt < before &&
    (statuses === null || statuses.includes(row.status)) &&
    (priorities === null || priorities.includes(row.priority)) &&
    (categories === null || (row.category !== null && categories.includes(row.category))) &&
    (number === null || row.number === number) &&
    (assignee.length === 0 || assignee.some((value) => isHeldBy(row, value, actor.id))) &&
    (authors.length === 0 || authors.some((author) => author.is(row))) &&
    (!search.withFile || index.hasFile(kind, row.id));
}

const EVERYTHING = [mark.side('customer'), mark.side('staff')];

/** Empty if an author can only be filtered by name. */
function authorMarksOf(authors: Author[]): string[][] {
  const known = authors.flatMap(({ marks }) => marks ?? []);
  return known.length > 0 && authors.every(({ marks }) => marks !== null) ? [known] : [];
}

function isHeldBy({ assigneeId, assigneeName }: Row, value: string, me: string) {
  if (value === 'me') return assigneeId === me;
  if (value === 'none') return assigneeId === null;
  return assigneeName !== null && hasName(assigneeName, value);
}

const hasName = (name: string, part: string) => fold(name).includes(fold(part));

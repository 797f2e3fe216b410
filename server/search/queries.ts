/** The search itself, in its worker: a read-only connection of its own, and the only raw SQL outside of db/. */
import BetterSqlite from 'better-sqlite3';
import { mark, wordsOnly } from '../../db/search-words.ts';
import type { RoleKind } from '../people/contract.ts';
import type { StatusType } from '../tickets/contract.ts';
import type { Found, Results } from './contract.ts';
import { FILLING } from './indexing.ts';
import type { Phrase } from './operators.ts';
import { snippetOf } from './snippet.ts';

/** Everything that was asked, with every name and code resolved but for people's, which are looked up here. */
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
  /** Milliseconds since 1970: from `after` on, and before `before`. */
  after: number;
  before: number;
  number: number | null;
  order: 'newest' | 'rank';
  cursor: number;
  limit: number;
}

interface Row {
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
export interface TicketsFound {
  ids: string[];
  complete: boolean;
}
type Kind = 'conversation' | 'note';
/** Somebody that `from:` means; `marks` is null where they are too many to ask the index for. */
type Author = { marks: string[] | null; is: (row: Row) => boolean };

/** Between two rows, a search that took longer answers what it has. */
const BUDGET_MS = 300;
/** By rank, so many of the newest matches are weighed: more would take longer than anybody waits. */
const WEIGHED_MOST = 20_000;
/** How often a word counts as much in a subject as in a message. */
const SUBJECT_WEIGHT = 4;
/** A list is narrowed to no more tickets than these: those where it was said last. */
const TICKETS_MOST = 500;
/** More people of one name are told apart by reading their names. */
const PEOPLE_MOST = 50;
/** How many words that begin so are looked for. */
const ENDINGS_MOST = 12;
const DAY_MS = 86_400_000;

const COLUMNS = `e.id AS eventId, w.id, w.body, w.created_at AS createdAt, w.author_id AS authorId, a.name AS authorName,
  t.id AS ticketId, t.number, t.subject, t.customer_id AS customerId, c.name AS customerName, t.status,
  t.status_type AS statusType, t.priority, t.category, t.assignee_id AS assigneeId, h.name AS assigneeName`;
/** CROSS: in this order, so that the newest come first without being sorted. */
const JOINS = (table: 'messages' | 'notes') =>
  `CROSS JOIN events e ON e.id = s.rowid CROSS JOIN ${table} w ON w.id = e.subject_id
   CROSS JOIN tickets t ON t.id = w.ticket_id CROSS JOIN users c ON c.id = t.customer_id
   CROSS JOIN users a ON a.id = w.author_id LEFT JOIN users h ON h.id = t.assignee_id`;

/** A customer's are looked up by their mark already; this holds whatever the index says. */
const OWN = '(@own IS NULL OR t.customer_id = @own)';
const STATEMENTS = {
  conversation: {
    newest: `SELECT ${COLUMNS}, w.seq FROM conversation_search s ${JOINS('messages')}
      WHERE s.conversation_search MATCH @what AND s.rowid < @before AND s.rowid > @after AND ${OWN}
        AND NOT EXISTS (SELECT 1 FROM conversation_removals r WHERE r.event_id = s.rowid)
      ORDER BY s.rowid DESC`,
    among: `SELECT ${COLUMNS}, w.seq FROM (SELECT value AS rowid FROM json_each(@what)) s ${JOINS('messages')}
      WHERE s.rowid < @before AND s.rowid > @after AND ${OWN}
        AND NOT EXISTS (SELECT 1 FROM conversation_removals r WHERE r.event_id = s.rowid)`,
    nth: `SELECT rowid FROM conversation_search WHERE conversation_search MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?`,
    ranked: `SELECT rowid, bm25(conversation_search, ${SUBJECT_WEIGHT}, 1, 0) AS score FROM conversation_search
      WHERE conversation_search MATCH ? AND rowid >= ? ORDER BY score`,
    words: 'SELECT term FROM temp.conversation_words WHERE term >= ? ORDER BY term LIMIT 1',
    columns: '{subject body}',
  },
  note: {
    newest: `SELECT ${COLUMNS}, NULL AS seq FROM note_search s ${JOINS('notes')}
      WHERE s.note_search MATCH @what AND s.rowid < @before AND s.rowid > @after AND ${OWN}
        AND NOT EXISTS (SELECT 1 FROM note_removals r WHERE r.event_id = s.rowid)
      ORDER BY s.rowid DESC`,
    among: `SELECT ${COLUMNS}, NULL AS seq FROM (SELECT value AS rowid FROM json_each(@what)) s ${JOINS('notes')}
      WHERE s.rowid < @before AND s.rowid > @after AND ${OWN}
        AND NOT EXISTS (SELECT 1 FROM note_removals r WHERE r.event_id = s.rowid)`,
    nth: 'SELECT rowid FROM note_search WHERE note_search MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?',
    ranked: `SELECT rowid, bm25(note_search, 1, 0) AS score FROM note_search
      WHERE note_search MATCH ? AND rowid >= ? ORDER BY score`,
    words: 'SELECT term FROM temp.note_words WHERE term >= ? ORDER BY term LIMIT 1',
    columns: 'body',
  },
} as const;

export type Searcher = ReturnType<typeof openSearch>;

export function openSearch(file: string) {
  const sqlite = new BetterSqlite(file, { readonly: true, timeout: 5_000 });
  sqlite.exec(`CREATE VIRTUAL TABLE temp.conversation_words USING fts5vocab(main, conversation_search, instance);
    CREATE VIRTUAL TABLE temp.note_words USING fts5vocab(main, note_search, instance)`);
  const indexes = { conversation: prepare('conversation'), note: prepare('note') };
  const progress = sqlite.prepare<[], { position: number; head: number }>(
    'SELECT position, (SELECT max(id) FROM events) AS head FROM search_progress',
  );
  const people = sqlite.prepare<[string, number], { id: string; name: string }>(
    `SELECT id, name FROM users WHERE name LIKE ? ESCAPE '\\' LIMIT ?`,
  );
  const customers = sqlite.prepare<[string, number], { id: string; name: string }>(
    `SELECT u.id, u.name FROM users u JOIN roles r ON r.code = u.role
     WHERE r.kind = 'customer' AND u.name LIKE ? ESCAPE '\\' ORDER BY u.id DESC LIMIT ?`,
  );
  const eventFrom = sqlite.prepare<[number], { id: number; at: number }>(
    'SELECT id, at FROM events WHERE id >= ? ORDER BY id LIMIT 1',
  );
  const ticketByNumber = sqlite.prepare<[number], { opening: number; version: number }>(
    `SELECT m.event_id AS opening, t.version FROM tickets t CROSS JOIN messages m ON m.ticket_id = t.id AND m.seq = 1
     WHERE t.number = ?`,
  );

  function prepare(kind: Kind) {
    const { newest, among, nth, ranked, words } = STATEMENTS[kind];
    type Bound = [{ what: string; before: number; own: string | null; after: number }];
    return {
      newest: sqlite.prepare<Bound, Row>(newest),
      among: sqlite.prepare<Bound, Row>(among),
      nth: sqlite.prepare<[string, number], number>(nth).pluck(),
      ranked: sqlite.prepare<[string, number], { rowid: number; score: number }>(ranked),
      words: sqlite.prepare<[string], string>(words).pluck(),
    };
  }

  function run(search: Search): Results {
    const deadline = performance.now() + BUDGET_MS;
    const { position, head } = progress.get() ?? { position: 0, head: 0 };
    const answered = { indexed: partOf({ position, head }, search.actor) };
    const asked = prepareSearch(search);
    if (asked === null) return { items: [], next: null, complete: true, ...answered };
    return { ...(search.order === 'rank' ? rank(asked, deadline) : list(asked, deadline)), ...answered };
  }

  /** The ids of the tickets where it was said last. */
  function ticketsWith(search: Search): TicketsFound {
    const deadline = performance.now() + BUDGET_MS;
    const asked = prepareSearch(search);
    const ids = new Set<string>();
    for (const [kind, match] of asked?.matches ?? [])
      for (const { row, kept } of asked ? newestOf(kind, match, asked) : []) {
        if (kept) ids.add(row.ticketId);
        if (ids.size === TICKETS_MOST || performance.now() > deadline) return { ids: [...ids], complete: false };
      }
    return { ids: [...ids], complete: true };
  }

  const customersNamed = (part: string, limit: number) => customers.all(containing(part), limit);

  type Prepared = ReturnType<typeof prepareSearch> & object;

  /** Null where nothing can match. */
  function prepareSearch(search: Search) {
    const { actor, number } = search;
    const authors = search.from.map((value) => authorsOf(value, actor));
    if (search.from.length > 0 && authors.every((one) => one.marks?.length === 0)) return null;
    const range = { after: eventAt(search.after - DAY_MS) - 1, before: search.cursor };
    if (search.before < Number.MAX_SAFE_INTEGER) range.before = Math.min(range.before, eventAt(search.before + DAY_MS));
    if (number !== null) {
      const ticket = ticketByNumber.get(number);
      if (!ticket) return null;
      range.after = Math.max(range.after, ticket.opening - 1);
      // A ticket alone is found by the message that opened it.
      const until = search.phrases.length > 0 || authors.length > 0 ? Number.MAX_SAFE_INTEGER : ticket.opening + 1;
      range.before = Math.min(range.before, until);
    }
    const kinds: Kind[] = search.onlyNotes
      ? ['note']
      : actor.kind === 'staff' && actor.mayViewNotes && (search.phrases.length > 0 || authors.length > 0)
        ? ['conversation', 'note']
        : ['conversation'];
    const matches = kinds.map((kind) => [kind, matchOf(kind, search, authors)] as const);
    return { search, matches, range, keeps: filterOf(search, authors) };
  }

  function* newestOf(kind: Kind, match: string, { search, range, keeps }: Prepared) {
    const own = search.actor.kind === 'customer' ? search.actor.id : null;
    for (const row of indexes[kind].newest.iterate({ what: match, own, ...range }))
      yield { kind, row, kept: keeps(kind, row) };
  }

  /** The newest of every index, in one order. */
  function list(asked: Prepared, deadline: number): Omit<Results, 'indexed'> {
    const { search } = asked;
    const streams = asked.matches.map(([kind, match]) => newestOf(kind, match, asked));
    const heads = streams.map((stream) => stream.next().value);
    const items: Found[] = [];
    try {
      for (;;) {
        const at = newestAmong(heads);
        const top = heads[at];
        if (!top) return { items, next: null, complete: true };
        if (items.length === search.limit) return { items, next: String(items.at(-1)?.eventId ?? 0), complete: true };
        if (top.kept) items.push(foundIn(top.kind, top.row, search.phrases));
        else if (performance.now() > deadline) return { items, next: String(top.row.eventId), complete: false };
        heads[at] = streams[at]?.next().value;
      }
    } finally {
      for (const stream of streams) stream.return(undefined);
    }
  }

  /** The best of the newest, and no page after it. */
  function rank(asked: Prepared, deadline: number): Omit<Results, 'indexed'> {
    const { search, range, keeps } = asked;
    const own = search.actor.kind === 'customer' ? search.actor.id : null;
    let complete = true;
    const best: { score: number; found: Found }[] = [];
    for (const [kind, match] of asked.matches) {
      const index = indexes[kind];
      const from = index.nth.get(match, WEIGHED_MOST) ?? 0;
      complete &&= from === 0;
      const scores = index.ranked.all(match, Math.max(from, range.after));
      let kept = 0;
      for (let at = 0; at < scores.length && kept < search.limit; at += search.limit) {
        // The best of all are answered in any case.
        if (at > 0 && performance.now() > deadline) {
          complete = false;
          break;
        }
        const some = new Map(scores.slice(at, at + search.limit).map(({ rowid, score }) => [rowid, score]));
        for (const row of index.among.all({ what: JSON.stringify([...some.keys()]), own, ...range })) {
          if (!keeps(kind, row)) continue;
          kept += 1;
          best.push({ score: some.get(row.eventId) ?? 0, found: foundIn(kind, row, search.phrases) });
        }
      }
    }
    const items = best.toSorted((a, b) => a.score - b.score).slice(0, search.limit);
    return { items: items.map(({ found }) => found), next: null, complete };
  }

  /** Every word quoted, and made of letters and digits alone: nothing that was typed is syntax. */
  function matchOf(kind: Kind, { actor, phrases, without }: Search, authors: Author[]): string {
    const { columns } = STATEMENTS[kind];
    const quoted = (words: string[]) => `"${words.join(' ')}"`;
    const wanted = phrases.map((phrase) => `${columns} : ${anyOf(endingsOf(kind, phrase).map(quoted))}`);
    const marks = authorMarksOf(authors);
    if (actor.kind === 'customer') marks.push(`"${mark.customer(actor.id)}"`);
    const alone = kind === 'note' ? [mark.note] : authors.length > 0 ? EVERYTHING : [mark.opening];
    // Operators alone ask for tickets, unless they say whose messages.
    if (wanted.length === 0 && (marks.length === 0 || authors.length === 0)) marks.push(anyOf(alone.map(quotedMark)));
    const all = [...wanted, ...marks.map((one) => `scope : ${one}`)].join(' AND ');
    const excluded = without.map(({ words }) => quoted(words));
    return excluded.length > 0 ? `(${all}) NOT ${columns} : ${anyOf(excluded)}` : all;
  }

  /** Asked of the index word by word: its own search for a beginning reads all that begins so, from the first day on. */
  function endingsOf(kind: Kind, { words, begins }: Phrase): string[][] {
    const [start, rest] = [words.at(-1) ?? '', words.slice(0, -1)];
    if (!begins) return [words];
    const found = [words];
    for (let at = `${start}\u0000`; found.length < ENDINGS_MOST;) {
      const next = indexes[kind].words.get(at);
      if (!next?.startsWith(start)) break;
      found.push([...rest, next]);
      at = `${next}\u0000`;
    }
    return found;
  }

  function authorsOf(value: string, actor: Search['actor']): Author {
    if (value === 'me') return { marks: [mark.author(actor.id)], is: ({ authorId }) => authorId === actor.id };
    if (value === 'customer' || value === 'staff')
      return {
        marks: [mark.side(value)],
        is: ({ authorId, customerId }) => (authorId === customerId) === (value === 'customer'),
      };
    const is = ({ authorName }: Row) => hasName(authorName, value);
    // Whom else the place knows is nothing to a customer.
    if (actor.kind === 'customer') return { marks: null, is };
    const some = people.all(containing(value), PEOPLE_MOST + 1);
    return { marks: some.length > PEOPLE_MOST ? null : some.map(({ id }) => mark.author(id)), is };
  }

  /** The first event that is not before this time, found in as many steps as there are bits; 0 is the beginning of time. */
  function eventAt(time: number): number {
    if (time <= 0) return 0;
    let [low, high] = [0, (progress.get()?.head ?? 0) + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const event = eventFrom.get(middle);
      if (!event || event.at >= time) high = middle;
      else low = event.id + 1;
    }
    return low;
  }

  function filterOf(search: Search, authors: Author[]) {
    const { statuses, priorities, categories, assignee, actor, after, before, number } = search;
    const hasFile = search.withFile ? filesIn(sqlite) : null;
    return (kind: Kind, row: Row): boolean =>
      row.createdAt >= after &&
      row.createdAt < before &&
      (statuses === null || statuses.includes(row.status)) &&
      (priorities === null || priorities.includes(row.priority)) &&
      (categories === null || (row.category !== null && categories.includes(row.category))) &&
      (number === null || row.number === number) &&
      (assignee.length === 0 || assignee.some((value) => isHeldBy(row, value, actor.id))) &&
      (authors.length === 0 || authors.some((author) => author.is(row))) &&
      (hasFile === null || hasFile(kind, row.id));
  }

  return { run, ticketsWith, customersNamed, close: () => void sqlite.close() };
}

/** For LIKE, with nothing in it that LIKE would read. */
const containing = (part: string) => `%${part.replace(/[%_\\\u0000]/gu, '\\$&')}%`;
/** A customer hears of it in whole percents, and of no small lag: the exact part would move with every note. */
function partOf({ position, head }: { position: number; head: number }, { kind }: Search['actor']): number {
  if (kind === 'customer' && head - position <= FILLING) return 1;
  const part = head > 0 ? position / head : 1;
  return kind === 'customer' ? Math.floor(100 * part) / 100 : part;
}

const anyOf = (list: string[]) => `(${list.join(' OR ')})`;
const quotedMark = (one: string) => `"${one}"`;
const EVERYTHING = [mark.side('customer'), mark.side('staff')];

/** None where somebody is to be told by their name alone. */
function authorMarksOf(authors: Author[]): string[] {
  const known = authors.flatMap(({ marks }) => marks ?? []);
  return known.length > 0 && authors.every(({ marks }) => marks !== null) ? [anyOf(known.map(quotedMark))] : [];
}

function newestAmong(heads: ({ row: Row } | undefined | void)[]): number {
  let best = 0;
  heads.forEach((one, i) => {
    if ((one?.row.eventId ?? -1) > (heads[best]?.row.eventId ?? -1)) best = i;
  });
  return best;
}

function isHeldBy({ assigneeId, assigneeName }: Row, value: string, me: string) {
  if (value === 'me') return assigneeId === me;
  if (value === 'none') return assigneeId === null;
  return assigneeName !== null && hasName(assigneeName, value);
}

const hasName = (name: string, part: string) => wordsOnly(name).includes(wordsOnly(part));

/** The one place that knows where files are kept. */
function filesIn(sqlite: BetterSqlite.Database) {
  const owned = {
    conversation: sqlite.prepare<[string], number>('SELECT 1 FROM attachments WHERE message_id = ?'),
    note: sqlite.prepare<[string], number>('SELECT 1 FROM attachments WHERE note_id = ?'),
  };
  return (kind: Kind, id: string) => owned[kind].get(id) !== undefined;
}

function foundIn(kind: Kind, row: Row, phrases: Phrase[]): Found {
  const { id, eventId, seq, ticketId, number, subject, customerId, customerName, status, statusType } = row;
  const person = (personId: string, name: string) =>
    ({ id: personId, name, kind: personId === customerId ? 'customer' : 'staff' }) as const;
  const inBody = snippetOf(row.body, phrases);
  const inSubject = seq === 1 ? snippetOf(subject, phrases) : { parts: [], hits: 0 };
  const isSubject = seq === 1 && (inSubject.hits > inBody.hits || phrases.length === 0 || row.body === '');
  return {
    kind: kind === 'note' ? 'note' : isSubject ? 'subject' : 'message',
    ...{ id, eventId, seq },
    ticket: { id: ticketId, number, subject, customer: person(customerId, customerName), status, statusType },
    author: person(row.authorId, row.authorName),
    at: row.createdAt,
    snippet: isSubject ? inSubject.parts : inBody.parts,
  };
}

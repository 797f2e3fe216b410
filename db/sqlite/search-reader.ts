import BetterSqlite from 'better-sqlite3';
import type { Kind, Match, Named, Row, SearchReader, Within, WordsReader } from '../search.ts';
import { fold } from '../../server/folding/contract.ts';
import { BEFORE_PART_LEAST } from '../search-words.ts';
import { containing } from './containing.ts';

/** A word in a subject counts as much as this many in a message. */
const SUBJECT_WEIGHT = 4;

const COLUMNS = `e.id AS eventId, w.id, w.body, w.created_at AS createdAt, w.author_id AS authorId, a.name AS authorName,
  t.id AS ticketId, t.number, t.subject, t.customer_id AS customerId, c.name AS customerName, t.status,
  t.status_type AS statusType, t.priority, t.category, t.assignee_id AS assigneeId, h.name AS assigneeName`;
/** CROSS JOIN keeps this join order, so that rows come newest first without sorting. */
const JOINS = (table: 'messages' | 'notes') =>
  `CROSS JOIN events e ON e.id = s.rowid CROSS JOIN ${table} w ON w.id = e.subject_id
   CROSS JOIN tickets t ON t.id = w.ticket_id CROSS JOIN users c ON c.id = t.customer_id
   CROSS JOIN users a ON a.id = w.author_id LEFT JOIN users h ON h.id = t.assignee_id`;

/** The index already filters by the customer's mark; this condition holds even if the index is wrong. */
const OWN = '(@own IS NULL OR t.customer_id = @own)';
const STATEMENTS = {
  conversation: {
    newest: `SELECT ${COLUMNS}, w.seq FROM conversation_search s ${JOINS('messages')}
      WHERE s.conversation_search MATCH @what AND s.rowid < @before AND s.rowid > @after AND ${OWN}
        AND NOT EXISTS (SELECT 1 FROM conversation_removals r WHERE r.event_id = s.rowid)
      ORDER BY s.rowid DESC`,
    among: `SELECT ${COLUMNS}, w.seq FROM (SELECT value AS rowid FROM json_each(@eventIds)) s ${JOINS('messages')}
      WHERE s.rowid < @before AND s.rowid > @after AND ${OWN}
        AND NOT EXISTS (SELECT 1 FROM conversation_removals r WHERE r.event_id = s.rowid)`,
    nth: `SELECT rowid FROM conversation_search WHERE conversation_search MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?`,
    ranked: `SELECT rowid AS eventId, bm25(conversation_search, ${SUBJECT_WEIGHT}, 1, 0) AS score FROM conversation_search
      WHERE conversation_search MATCH ? AND rowid >= ? ORDER BY score`,
    words: 'SELECT term FROM temp.conversation_words WHERE term >= ? ORDER BY term LIMIT 1',
    columns: '{subject body}',
  },
  note: {
    newest: `SELECT ${COLUMNS}, NULL AS seq FROM note_search s ${JOINS('notes')}
      WHERE s.note_search MATCH @what AND s.rowid < @before AND s.rowid > @after AND ${OWN}
        AND NOT EXISTS (SELECT 1 FROM note_removals r WHERE r.event_id = s.rowid)
      ORDER BY s.rowid DESC`,
    among: `SELECT ${COLUMNS}, NULL AS seq FROM (SELECT value AS rowid FROM json_each(@eventIds)) s ${JOINS('notes')}
      WHERE s.rowid < @before AND s.rowid > @after AND ${OWN}
        AND NOT EXISTS (SELECT 1 FROM note_removals r WHERE r.event_id = s.rowid)`,
    nth: 'SELECT rowid FROM note_search WHERE note_search MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?',
    ranked: `SELECT rowid AS eventId, bm25(note_search, 1, 0) AS score FROM note_search
      WHERE note_search MATCH ? AND rowid >= ? ORDER BY score`,
    words: 'SELECT term FROM temp.note_words WHERE term >= ? ORDER BY term LIMIT 1',
    columns: 'body',
  },
} as const;

export function openSearchReader(file: string): SearchReader {
  const sqlite = new BetterSqlite(file, { readonly: true, timeout: 5_000 });
  sqlite.exec(`CREATE VIRTUAL TABLE temp.conversation_words USING fts5vocab(main, conversation_search, instance);
    CREATE VIRTUAL TABLE temp.note_words USING fts5vocab(main, note_search, instance)`);
  const progress = sqlite.prepare<[], { position: number; head: number }>(
    `SELECT position, (SELECT max(id) FROM events) AS head FROM followers WHERE name = 'search'`,
  );
  // A name that is not folded yet is found as it is written.
  const named = `(u.folded LIKE @folded ESCAPE '\\' OR (u.folded IS NULL AND u.name LIKE @part ESCAPE '\\'))`;
  const people = sqlite.prepare<[Part], Named>(`SELECT id, name FROM users u WHERE ${named} LIMIT @limit`);
  const customers = sqlite.prepare<[Part], Named>(
    `SELECT u.id, u.name FROM users u JOIN roles r ON r.code = u.role
     WHERE r.kind = 'customer' AND ${named} ORDER BY u.id DESC LIMIT @limit`,
  );
  const eventFrom = sqlite.prepare<[number], { id: number; at: number }>(
    'SELECT id, at FROM events WHERE id >= ? ORDER BY id LIMIT 1',
  );
  const ticketByNumber = sqlite.prepare<[number], { opening: number; version: number }>(
    `SELECT m.event_id AS opening, t.version FROM tickets t CROSS JOIN messages m ON m.ticket_id = t.id AND m.seq = 1
     WHERE t.number = ?`,
  );
  const files = {
    conversation: sqlite.prepare<[string], number>('SELECT 1 FROM attachments WHERE message_id = ?'),
    note: sqlite.prepare<[string], number>('SELECT 1 FROM attachments WHERE note_id = ?'),
  };
  const progressNow = () => progress.get() ?? { position: 0, head: 0 };

  return {
    conversation: prepare('conversation'),
    note: prepare('note'),
    progress: progressNow,
    peopleNamed: (part, limit) => people.all(namedBy(part, limit)),
    customersNamed: (part, limit) => customers.all(namedBy(part, limit)),
    ticketByNumber: (number) => ticketByNumber.get(number) ?? null,
    hasFile: (kind, id) => files[kind].get(id) !== undefined,

    /** Binary search over the event ids. */
    eventAt(time) {
      if (time <= 0) return 0;
      let [low, high] = [0, progressNow().head + 1];
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        const event = eventFrom.get(middle);
        if (!event || event.at >= time) high = middle;
        else low = event.id + 1;
      }
      return low;
    },
    close: () => void sqlite.close(),
  };

  function prepare(kind: Kind): WordsReader {
    const { newest, among, nth, ranked, words, columns } = STATEMENTS[kind];
    const newestFirst = sqlite.prepare<[Within & { what: string }], Row>(newest);
    const those = sqlite.prepare<[Within & { eventIds: string }], Row>(among);
    const place = sqlite.prepare<[string, number], number>(nth).pluck();
    const scores = sqlite.prepare<[string, number], { eventId: number; score: number }>(ranked);
    const word = sqlite.prepare<[string], string>(words).pluck();
    const having = (order: 'ASC' | 'DESC') =>
      sqlite
        .prepare<[string, string, number], string>(
          `SELECT word FROM ${kind}_parts WHERE ${kind}_parts MATCH ? AND instr(word, ?) > ${BEFORE_PART_LEAST}
           ORDER BY rowid ${order} LIMIT ?`,
        )
        .pluck();
    const [first, last] = [having('ASC'), having('DESC')];
    return {
      newest: (match, within) => newestFirst.iterate({ what: written(columns, match), ...within }),
      among: (eventIds, within) => those.all({ eventIds: JSON.stringify(eventIds), ...within }),
      nth: (match, n) => place.get(written(columns, match), n) ?? 0,
      ranked: (match, from) => scores.all(written(columns, match), from),
      wordFrom: (start) => word.get(start),
      wordsWith: (part, most) => {
        const [what, half] = [trigramsOf(part), Math.ceil(most / 2)];
        const some = first.all(what, part, half);
        return some.length < half ? some : [...new Set([...some, ...last.all(what, part, half)])].slice(0, most);
      },
    };
  }
}

/** All of these are in a word with this part, and nearly only in those. */
const trigramsOf = (part: string) =>
  [...part]
    .slice(2)
    .map((letter, n) => `"${[...part].slice(n, n + 2).join('')}${letter}"`)
    .join(' AND ');

interface Part {
  part: string;
  folded: string;
  limit: number;
}
const namedBy = (part: string, limit: number): Part => ({
  part: containing(part),
  folded: containing(fold(part)),
  limit,
});

/** The FTS5 expression of a match. Every word is quoted and has only letters and digits, so typed text is never syntax. */
function written(columns: string, { wanted, marks, without }: Match): string {
  const text = (some: string[][]) => `${columns} : ${anyOf(some.map((words) => words.join(' ')))}`;
  const all = [...wanted.map(text), ...marks.map((some) => `scope : ${anyOf(some)}`)].join(' AND ');
  return without.length > 0 ? `(${all}) NOT ${text(without)}` : all;
}

const anyOf = (some: string[]) => `(${some.map((one) => `"${one}"`).join(' OR ')})`;

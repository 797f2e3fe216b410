import type BetterSqlite from 'better-sqlite3';
import type { Kind, SearchIndex } from '../search.ts';
import { foldedName, isLong, mark, wordsOnly } from '../search-words.ts';

interface Conversation {
  eventId: number;
  customerId: string;
  authorId: string;
  /** Empty except for an opening message. */
  subject: string;
  body: string;
}
type Note = Pick<Conversation, 'eventId' | 'authorId' | 'body'>;

/** Names folded in one step. */
const NAMES_AT_ONCE = 200;
/** Pages of the index to merge after each step: enough to keep up, so that no write triggers one large merge. */
const MERGE_PAGES = 64;

const MESSAGES = `SELECT e.id AS eventId, e.customer_id AS customerId, m.author_id AS authorId,
    iif(m.seq = 1, t.subject, '') AS subject, m.body
  FROM events e CROSS JOIN messages m ON m.id = e.subject_id CROSS JOIN tickets t ON t.id = m.ticket_id
  WHERE e.type IN ('message.sent', 'ticket.opened')`;
const NOTES = `SELECT e.id AS eventId, n.author_id AS authorId, n.body
  FROM events e CROSS JOIN notes n ON n.id = e.subject_id WHERE e.type = 'note.added'`;

export function searchIndexOver(sqlite: BetterSqlite.Database): SearchIndex {
  const range = 'AND e.id > ? AND e.id <= ?';
  const messages = sqlite.prepare<[number, number], Conversation>(`${MESSAGES} ${range}`);
  const notes = sqlite.prepare<[number, number], Note>(`${NOTES} ${range}`);
  const message = sqlite.prepare<[number], Conversation>(`${MESSAGES} AND e.id = ?`);
  const note = sqlite.prepare<[number], Note>(`${NOTES} AND e.id = ?`);

  const stale = sqlite
    .prepare<[], number>(
      `SELECT EXISTS (SELECT 1 FROM conversation_removals) OR EXISTS (SELECT 1 FROM note_removals)
         OR EXISTS (SELECT 1 FROM users WHERE folded IS NULL)`,
    )
    .pluck();
  const goneMessages = sqlite.prepare<[number], Conversation>(
    `DELETE FROM conversation_removals WHERE event_id IN (SELECT event_id FROM conversation_removals LIMIT ?)
     RETURNING event_id AS eventId, customer_id AS customerId, author_id AS authorId, subject, body`,
  );
  const goneNotes = sqlite.prepare<[number], Note>(
    `DELETE FROM note_removals WHERE event_id IN (SELECT event_id FROM note_removals LIMIT ?)
     RETURNING event_id AS eventId, author_id AS authorId, body`,
  );

  const conversations = {
    add: sqlite.prepare('INSERT INTO conversation_search (rowid, subject, body, scope) VALUES (?, ?, ?, ?)'),
    remove: sqlite.prepare(
      `INSERT INTO conversation_search (conversation_search, rowid, subject, body, scope) VALUES ('delete', ?, ?, ?, ?)`,
    ),
    merge: sqlite.prepare(`INSERT INTO conversation_search (conversation_search, rank) VALUES ('merge', ?)`),
  };
  const internal = {
    add: sqlite.prepare('INSERT INTO note_search (rowid, body, scope) VALUES (?, ?, ?)'),
    remove: sqlite.prepare(`INSERT INTO note_search (note_search, rowid, body, scope) VALUES ('delete', ?, ?, ?)`),
    merge: sqlite.prepare(`INSERT INTO note_search (note_search, rank) VALUES ('merge', ?)`),
  };

  const [conversationWords, noteWords] = [wordsOver(sqlite, 'conversation'), wordsOver(sqlite, 'note')];
  const unfolded = sqlite.prepare<[], { id: string; name: string; email: string | null }>(
    `SELECT id, name, email FROM users WHERE folded IS NULL LIMIT ${NAMES_AT_ONCE}`,
  );
  const setFolded = sqlite.prepare<[string, string]>('UPDATE users SET folded = ? WHERE id = ?');

  return {
    isStale: () => stale.get() === 1,
    advance(after, upTo) {
      for (const row of messages.all(after, upTo)) if (isFound(row)) addConversation(row);
      const added = notes.all(after, upTo);
      for (const row of added) if (row.body) addNote(row);
      conversations.merge.run(MERGE_PAGES);
      if (added.length > 0) internal.merge.run(MERGE_PAGES);
    },
    renew(most) {
      for (const was of goneMessages.all(most)) {
        if (isFound(was)) conversations.remove.run(...columnsOf(was));
        const now = message.get(was.eventId);
        if (now && isFound(now)) addConversation(now);
        conversationWords.drop(columnsOf(was));
      }
      for (const was of goneNotes.all(most)) {
        if (was.body) internal.remove.run(...noteColumnsOf(was));
        const now = note.get(was.eventId);
        if (now?.body) addNote(now);
        noteWords.drop(noteColumnsOf(was));
      }
      for (const { id, name, email } of unfolded.all()) setFolded.run(foldedName(name, email), id);
    },
  };

  function addConversation(row: Conversation) {
    const columns = columnsOf(row);
    conversations.add.run(...columns);
    conversationWords.add(columns);
  }
  function addNote(row: Note) {
    const columns = noteColumnsOf(row);
    internal.add.run(...columns);
    noteWords.add(columns);
  }
}

type Columns = ReturnType<typeof columnsOf> | ReturnType<typeof noteColumnsOf>;

/** The long words of an index, which are found by a part. Two tables, so that no word of a note reaches a customer. */
function wordsOver(sqlite: BetterSqlite.Database, kind: Kind) {
  const insert = sqlite.prepare<[string], { id: number }>(
    `INSERT INTO ${kind}_words (word) VALUES (?) ON CONFLICT DO NOTHING RETURNING id`,
  );
  const known = sqlite.prepare<[string], number>(`SELECT 1 FROM ${kind}_words WHERE word = ?`).pluck();
  const index = sqlite.prepare<[number, string]>(`INSERT INTO ${kind}_parts (rowid, word) VALUES (?, ?)`);
  const isUsed = sqlite.prepare<[string], number>(`SELECT 1 FROM ${kind}_search WHERE ${kind}_search MATCH ? LIMIT 1`);
  const remove = sqlite.prepare<[string], { id: number }>(`DELETE FROM ${kind}_words WHERE word = ? RETURNING id`);
  const unindex = sqlite.prepare<[number, string]>(
    `INSERT INTO ${kind}_parts (${kind}_parts, rowid, word) VALUES ('delete', ?, ?)`,
  );
  // The first column is the id, the last holds marks.
  const longIn = (columns: Columns) => new Set(columns.slice(1, -1).join(' ').split(' ').filter(isLong));
  return {
    add(columns: Columns) {
      for (const word of longIn(columns)) {
        if (known.get(word)) continue;
        const added = insert.get(word);
        if (added) index.run(added.id, word);
      }
    },
    /** Removes the words that no text holds any more. */
    drop(columns: Columns) {
      for (const word of longIn(columns)) {
        if (isUsed.get(`"${word}"`)) continue;
        const gone = remove.get(word);
        if (gone) unindex.run(gone.id, word);
      }
    },
  };
}

/** A deleted message has an empty body; an opening message keeps its subject. */
const isFound = ({ subject, body }: Conversation) => subject !== '' || body !== '';

/** For adding and for removing: FTS5 corrupts its index if a removed row differs from the added one. */
function columnsOf({ eventId, customerId, authorId, subject, body }: Conversation) {
  const side = mark.side(authorId === customerId ? 'customer' : 'staff');
  const scope = [mark.customer(customerId), mark.author(authorId), side, subject && mark.opening];
  return [eventId, wordsOnly(subject), wordsOnly(body), scope.join(' ')] as const;
}

const noteColumnsOf = ({ eventId, authorId, body }: Note) =>
  [eventId, wordsOnly(body), `${mark.author(authorId)} ${mark.side('staff')} ${mark.note}`] as const;

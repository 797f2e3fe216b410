import type BetterSqlite from 'better-sqlite3';
import type { SearchIndex } from '../search.ts';
import { mark, wordsOnly } from '../search-words.ts';

interface Conversation {
  eventId: number;
  customerId: string;
  authorId: string;
  /** Empty except for an opening message. */
  subject: string;
  body: string;
}
type Note = Pick<Conversation, 'eventId' | 'authorId' | 'body'>;

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
    .prepare<[], number>('SELECT EXISTS (SELECT 1 FROM conversation_removals) OR EXISTS (SELECT 1 FROM note_removals)')
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

  return {
    isStale: () => stale.get() === 1,
    advance(after, upTo) {
      for (const row of messages.all(after, upTo)) if (isFound(row)) conversations.add.run(...columnsOf(row));
      const added = notes.all(after, upTo);
      for (const row of added) if (row.body) internal.add.run(...noteColumnsOf(row));
      conversations.merge.run(MERGE_PAGES);
      if (added.length > 0) internal.merge.run(MERGE_PAGES);
    },
    renew(most) {
      for (const was of goneMessages.all(most)) {
        if (isFound(was)) conversations.remove.run(...columnsOf(was));
        const now = message.get(was.eventId);
        if (now && isFound(now)) conversations.add.run(...columnsOf(now));
      }
      for (const was of goneNotes.all(most)) {
        if (was.body) internal.remove.run(...noteColumnsOf(was));
        const now = note.get(was.eventId);
        if (now?.body) internal.add.run(...noteColumnsOf(now));
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

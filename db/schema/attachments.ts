import { check, index, int, table, text, timestamp, uniqueIndex } from '#dialect';
import { sql } from 'drizzle-orm';
import type { AttachmentKind } from '../../server/attachments/contract.ts';
import { messages, notes } from './messages.ts';
import { users } from './people.ts';
import { tickets } from './tickets.ts';

// A database uses a partial index only for a query that repeats the exact condition.
export const isUnsent = sql`message_id IS NULL AND note_id IS NULL`;

/**
 * A file of a message or note, visible to the same people as its message or note; before it is sent, only to its uploader.
 * The bytes are in the storage under `storageKey`. When a row is deleted, a trigger adds a job that removes the file.
 */
export const attachments = table(
  'attachments',
  {
    id: text().primaryKey(),
    /** Null while the ticket that the file will open does not exist yet. */
    ticketId: text().references(() => tickets.id, { onDelete: 'cascade' }),
    uploaderId: text()
      .notNull()
      .references(() => users.id),
    kind: text().$type<AttachmentKind>().notNull(),
    messageId: text().references(() => messages.id, { onDelete: 'cascade' }),
    noteId: text().references(() => notes.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** The MIME type, detected from the bytes. */
    type: text().notNull(),
    /** Bytes of the stored file; `sha256` is its hash too. Images are re-encoded before they are stored. */
    size: int().notNull(),
    sha256: text().notNull(),
    /** SHA-256 of the uploaded bytes, to distinguish a retry from another file with the same id. */
    sentHash: text().notNull(),
    width: int(),
    height: int(),
    storageKey: text().notNull(),
    thumbnailKey: text(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    // Excludes null, which half of the rows have: SQLite would use a full index to find unsent files.
    index('attachments_message')
      .on(t.messageId)
      .where(sql`message_id IS NOT NULL`),
    index('attachments_note')
      .on(t.noteId)
      .where(sql`note_id IS NOT NULL`),
    index('attachments_ticket').on(t.ticketId),
    index('attachments_unsent').on(t.createdAt).where(isUnsent),
    uniqueIndex('attachments_storage').on(t.storageKey),
    check(
      'attachments_owner',
      sql`(${t.kind} = 'message' AND ${t.noteId} IS NULL) OR (${t.kind} = 'note' AND ${t.messageId} IS NULL)`,
    ),
  ],
);

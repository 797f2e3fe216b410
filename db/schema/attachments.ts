import { check, index, int, table, text, timestamp, uniqueIndex } from '#dialect';
import { sql } from 'drizzle-orm';
import type { AttachmentKind } from '../../server/attachments/contract.ts';
import { messages, notes } from './messages.ts';
import { users } from './people.ts';
import { tickets } from './tickets.ts';

// The partial index of the sweep serves only a query that repeats its very words.
export const isUnsent = sql`message_id IS NULL AND note_id IS NULL`;

/**
 * A file of a message or of a note, and seen by exactly whom that is seen by; until it is sent, by its uploader alone. The
 * bytes lie under `storageKey` in the storage. A trigger adds a job for each file of a row that goes, in
 * whatever way.
 */
export const attachments = table(
  'attachments',
  {
    id: text().primaryKey(),
    /** Null while it waits for the ticket that it will open. */
    ticketId: text().references(() => tickets.id, { onDelete: 'cascade' }),
    uploaderId: text()
      .notNull()
      .references(() => users.id),
    kind: text().$type<AttachmentKind>().notNull(),
    messageId: text().references(() => messages.id, { onDelete: 'cascade' }),
    noteId: text().references(() => notes.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** As its bytes say. */
    type: text().notNull(),
    /** Of what is stored, in bytes; so is `sha256`. An image is not stored as it was sent. */
    size: int().notNull(),
    sha256: text().notNull(),
    /** SHA-256 of what was sent, so that a retry is told from another file under the same id. */
    sentHash: text().notNull(),
    width: int(),
    height: int(),
    storageKey: text().notNull(),
    thumbnailKey: text(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    // Half of them are null: an index of those would be taken for one of the unsent.
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

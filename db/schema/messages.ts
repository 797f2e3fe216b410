import { index, int, json, primaryKey, table, text, timestamp, uniqueIndex } from '#dialect';
import { sql } from 'drizzle-orm';
import type { DraftKind } from '../../server/drafts/contract.ts';
import { users } from './people.ts';
import { tickets } from './tickets.ts';

const written = {
  id: text().primaryKey(),
  ticketId: text()
    .notNull()
    .references(() => tickets.id, { onDelete: 'cascade' }),
  /** The event that made it: its place in the conversation. */
  eventId: int().notNull(),
  authorId: text()
    .notNull()
    .references(() => users.id),
  body: text().notNull(),
  createdAt: timestamp().notNull(),
  editedAt: timestamp(),
  deletedAt: timestamp(),
  /** So that nothing asks for the attachments of what has none. */
  attachmentCount: int().notNull().default(0),
};

export const messages = table(
  'messages',
  {
    ...written,
    seq: int().notNull(),
    /** SHA-256 of the body (and the ids of its attachments) as first sent, so that a retry is told from another message under the same id, even after an edit. */
    sentHash: text().notNull(),
  },
  (t) => [uniqueIndex('messages_seq').on(t.ticketId, t.seq)],
);

/** Apart from messages, so that no query for a customer can touch one. */
export const notes = table(
  'notes',
  {
    ...written,
    sentHash: text().notNull(),
    /** The people that it mentions. Who of them has not looked stands in `mentions`. */
    mentionIds: json<string[]>().notNull().default([]),
  },
  (t) => [index('notes_ticket').on(t.ticketId, t.eventId), uniqueIndex('notes_event').on(t.eventId)],
);

// Partial indexes serve only a query that repeats their very words.
export const isUnseen = sql`seen_at IS NULL`;

/** Triggers count the tickets where somebody has one that they have not seen: `users.mentioned`. */
export const mentions = table(
  'mentions',
  {
    noteId: text()
      .notNull()
      .references(() => notes.id, { onDelete: 'cascade' }),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    ticketId: text().notNull(),
    /** The note's place. */
    eventId: int().notNull(),
    seenAt: timestamp(),
  },
  (t) => [
    primaryKey({ columns: [t.noteId, t.userId] }),
    index('mentions_unseen').on(t.userId, t.ticketId, t.eventId).where(isUnseen),
  ],
);

export const readMarks = table(
  'read_marks',
  {
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    ticketId: text()
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    seq: int().notNull(),
    at: timestamp().notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.ticketId] })],
);

/** What somebody has typed and not sent; theirs alone. `version` is the time of the change, and never goes back. */
export const drafts = table(
  'drafts',
  {
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    ticketId: text()
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    kind: text().$type<DraftKind>().notNull(),
    body: text().notNull(),
    version: timestamp().notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.ticketId, t.kind] }), index('drafts_ticket').on(t.ticketId)],
);

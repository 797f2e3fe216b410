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
  /** The event that added it; orders messages and notes in the conversation. */
  eventId: int().notNull(),
  authorId: text()
    .notNull()
    .references(() => users.id),
  body: text().notNull(),
  createdAt: timestamp().notNull(),
  editedAt: timestamp(),
  deletedAt: timestamp(),
  /** Lets readers skip the query for attachments. */
  attachmentCount: int().notNull().default(0),
};

export const messages = table(
  'messages',
  {
    ...written,
    seq: int().notNull(),
    /** SHA-256 of the first body and attachment ids, to distinguish a retry from another message with the same id after an edit. */
    sentHash: text().notNull(),
  },
  (t) => [uniqueIndex('messages_seq').on(t.ticketId, t.seq)],
);

/** Separate from messages, so that no query for a customer can return a note. */
export const notes = table(
  'notes',
  {
    ...written,
    sentHash: text().notNull(),
    /** The people that the note mentions. `mentions` holds who has seen it. */
    mentionIds: json<string[]>().notNull().default([]),
  },
  (t) => [index('notes_ticket').on(t.ticketId, t.eventId), uniqueIndex('notes_event').on(t.eventId)],
);

// A database uses a partial index only for a query that repeats the exact condition.
export const isUnseen = sql`seen_at IS NULL`;

/** Triggers count each person's tickets with an unseen mention in `users.mentioned`. */
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
    /** The event id of the note. */
    eventId: int().notNull(),
    seenAt: timestamp(),
  },
  (t) => [
    primaryKey({ columns: [t.noteId, t.userId] }),
    index('mentions_unseen').on(t.userId, t.ticketId, t.eventId).where(isUnseen),
    index('mentions_of_person').on(t.userId, t.ticketId),
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

/** Unsent text, visible only to its author. `version` is the time of the change and never decreases. */
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

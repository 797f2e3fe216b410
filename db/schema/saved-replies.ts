import { table, text, timestamp, uniqueIndex } from '#dialect';
import { sql } from 'drizzle-orm';
import { users } from './people.ts';

// A database uses a partial index only for a query that repeats the exact condition.
export const isShared = sql`owner_id IS NULL`;

export const savedReplies = table(
  'saved_replies',
  {
    id: text().primaryKey(),
    /** The owner; null for a shared reply. */
    ownerId: text().references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** Typed after a slash to insert the reply. */
    shortcut: text().notNull(),
    body: text().notNull(),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex('saved_replies_own').on(t.ownerId, t.shortcut),
    uniqueIndex('saved_replies_shared').on(t.shortcut).where(isShared),
  ],
);

import { table, text, timestamp, uniqueIndex } from '#dialect';
import { sql } from 'drizzle-orm';
import { users } from './people.ts';

// A partial index serves only a query that repeats its very words.
export const isShared = sql`owner_id IS NULL`;

export const savedReplies = table(
  'saved_replies',
  {
    id: text().primaryKey(),
    /** Whose it is; null: everybody's. */
    ownerId: text().references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** What is typed behind the slash. */
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

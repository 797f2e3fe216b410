import { bool, index, table, text, timestamp } from '#dialect';
import { users } from './people.ts';

/**
 * Who asked for the data of whom. The archive itself is read from the database at each download, so no copy of the data lies
 * on the disk.
 */
export const personExports = table(
  'person_exports',
  {
    id: text().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Only they can download it. */
    byId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Asked by the person themselves: it has what they may see. */
    own: bool().notNull(),
    /** With the internal notes. */
    notes: bool().notNull(),
    createdAt: timestamp().notNull(),
    expiresAt: timestamp().notNull(),
  },
  (t) => [
    index('person_exports_user').on(t.userId),
    index('person_exports_by').on(t.byId),
    index('person_exports_expiry').on(t.expiresAt),
  ],
);

import { index, table, text, timestamp, uniqueIndex } from '#dialect';
import { roles, users } from './people.ts';

/** An address that was invited to the team. The person is created when the invitation is accepted, which deletes its row. */
export const invitations = table(
  'invitations',
  {
    id: text().primaryKey(),
    email: text().notNull(),
    role: text()
      .notNull()
      .references(() => roles.code, { onDelete: 'cascade' }),
    /** SHA-256 of the secret in the link. */
    hash: text().notNull(),
    /** Who made the link. It works only while this person may still give the role. */
    byId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: timestamp().notNull(),
    expiresAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex('invitations_email').on(t.email),
    uniqueIndex('invitations_hash').on(t.hash),
    index('invitations_by').on(t.byId),
  ],
);

/** A link with which a person sets a new password without the old one. A person has at most one: a new one replaces it. */
export const passwordLinks = table(
  'password_links',
  {
    userId: text()
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256 of the secret in the link. */
    hash: text().notNull(),
    /** Who made the link; null for one that was made from a shell. */
    byId: text().references(() => users.id, { onDelete: 'cascade' }),
    expiresAt: timestamp().notNull(),
  },
  (t) => [uniqueIndex('password_links_hash').on(t.hash), index('password_links_by').on(t.byId)],
);

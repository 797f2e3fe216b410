import { index, json, table, text, timestamp, uniqueIndex } from '#dialect';
import type { Rights } from '../../server/people/contract.ts';
import { sessions, users } from './people.ts';

/**
 * The short-lived tokens of a program that signed in with a password. Its session is the family: `sessions.hash` is the hash of
 * the newest refresh token, and whatever ends the session ends all of these.
 */
export const accessTokens = table(
  'access_tokens',
  {
    /** SHA-256 of the secret. */
    hash: text().primaryKey(),
    sessionId: text()
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    expiresAt: timestamp().notNull(),
  },
  (t) => [index('access_tokens_session').on(t.sessionId), index('access_tokens_expiry').on(t.expiresAt)],
);

/** Refresh tokens that were used. One that comes again was stolen, from the program or by it, so its session ends. */
export const spentRefreshTokens = table(
  'spent_refresh_tokens',
  {
    hash: text().primaryKey(),
    sessionId: text()
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
  },
  (t) => [index('spent_refresh_tokens_session').on(t.sessionId)],
);

/** The tokens that people make for programs, with no sign-in. A program has one row, whichever secret of it works. */
export const apiTokens = table(
  'api_tokens',
  {
    /** Public. */
    id: text().primaryKey(),
    /** SHA-256 of the secret. */
    hash: text().notNull(),
    /** Of the secret before the last rotation, until its program has the new one. */
    previousHash: text(),
    previousUntil: timestamp(),
    /** Whom the program acts as: a person, or a machine of its own. */
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** What the program may do, of that which the role allows. */
    scopes: json<Rights>().notNull(),
    byId: text().references(() => users.id, { onDelete: 'set null' }),
    createdAt: timestamp().notNull(),
    /** When the secret was made; a rotation gives the next one the same life. */
    issuedAt: timestamp().notNull(),
    expiresAt: timestamp().notNull(),
    /** To within a few minutes. */
    usedAt: timestamp(),
    usedAddress: text().notNull().default(''),
  },
  (t) => [
    uniqueIndex('api_tokens_hash').on(t.hash),
    uniqueIndex('api_tokens_previous').on(t.previousHash),
    index('api_tokens_user').on(t.userId),
    index('api_tokens_by').on(t.byId),
  ],
);

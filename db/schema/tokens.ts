import { index, table, text, timestamp } from '#dialect';
import { sessions } from './people.ts';

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

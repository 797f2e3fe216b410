import { bool, index, int, json, primaryKey, table, text, timestamp } from '#dialect';
import type { Arrival, WaitingConnection } from '../../server/oidc/contract.ts';
import { users } from './people.ts';

const ofPerson = () =>
  text()
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' });

/** The secret of a person's authenticator app. It counts once a first code has confirmed it. */
export const totpSecrets = table('totp_secrets', {
  userId: text()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** Sealed by a key outside of the database. */
  sealed: text().notNull(),
  /** The time step of the last accepted code: neither it nor an earlier one is accepted again. */
  lastStep: int().notNull().default(0),
  createdAt: timestamp().notNull(),
  confirmedAt: timestamp(),
});

/** Each replaces one code of the app, once. Used ones stay, so that a second use is told apart from a typing error. */
export const recoveryCodes = table(
  'recovery_codes',
  { userId: ofPerson(), hash: text().notNull(), usedAt: timestamp() },
  (t) => [primaryKey({ columns: [t.userId, t.hash] })],
);

/** Sign-ins whose password was right, or that came from the OpenID provider, and that still wait for the second step. */
export const pendingSignIns = table(
  'pending_sign_ins',
  {
    /** SHA-256 of the secret that the browser or program holds meanwhile. */
    hash: text().primaryKey(),
    userId: ofPerson(),
    /** The person has no second step yet, but their role needs one. */
    mustEnrol: bool().notNull(),
    guesses: int().notNull().default(0),
    /** Of a sign-in at the OpenID provider; null after a password. */
    arrival: json<Arrival>(),
    /** The connection to the provider that is made with the second step, and not before it. */
    connects: json<WaitingConnection>(),
    expiresAt: timestamp().notNull(),
  },
  (t) => [index('pending_sign_ins_user').on(t.userId), index('pending_sign_ins_expiry').on(t.expiresAt)],
);

/** A passkey signs in without a password and without a second step: its device checks who holds it. */
export const passkeys = table(
  'passkeys',
  {
    /** The id that the authenticator gave, in base64url. */
    id: text().primaryKey(),
    userId: ofPerson(),
    name: text().notNull(),
    /** In COSE, base64url. */
    publicKey: text().notNull(),
    /** Authenticators that count must not count back: that would be a copy. */
    counter: int().notNull(),
    transports: json<string[]>().notNull(),
    createdAt: timestamp().notNull(),
    usedAt: timestamp(),
  },
  (t) => [index('passkeys_user').on(t.userId)],
);

/** What a passkey signs, once. `userId` is null before it is known who signs in. */
export const passkeyChallenges = table(
  'passkey_challenges',
  {
    challenge: text().primaryKey(),
    userId: text().references(() => users.id, { onDelete: 'cascade' }),
    expiresAt: timestamp().notNull(),
  },
  (t) => [index('passkey_challenges_expiry').on(t.expiresAt)],
);

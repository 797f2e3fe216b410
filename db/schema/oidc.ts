import { index, int, json, primaryKey, table, text, timestamp, uniqueIndex } from '#dialect';
import type { Arrival, FlowPurpose, TestReport } from '../../server/oidc/contract.ts';
import { sessions, users } from './people.ts';

const ofPerson = () =>
  text()
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' });

/** Who somebody is at the OpenID provider: the issuer and the subject, never an address. */
export const identities = table(
  'identities',
  {
    issuer: text().notNull(),
    subject: text().notNull(),
    userId: ofPerson(),
    createdAt: timestamp().notNull(),
    /** When a session last began with it; null while it has never worked, and after the groups of the person shut them out. */
    usedAt: timestamp(),
  },
  (t) => [
    primaryKey({ columns: [t.issuer, t.subject] }),
    // A person is one person at one provider.
    uniqueIndex('identities_user').on(t.userId, t.issuer),
  ],
);

/** Browsers that were sent to the provider and have not come back. Each row is taken once. */
export const oidcFlows = table(
  'oidc_flows',
  {
    /** SHA-256 of the state. */
    hash: text().primaryKey(),
    /** SHA-256 of the secret in the cookie of the browser. */
    browser: text().notNull(),
    /** Nonce and PKCE verifier, sealed. */
    sealed: text().notNull(),
    issuer: text().notNull(),
    purpose: text().$type<FlowPurpose>().notNull(),
    /** Who tests, or connects their account; null for a sign-in. */
    userId: text().references(() => users.id, { onDelete: 'cascade' }),
    /** The page of the desk to go on to. */
    goesTo: text().notNull(),
    /** Of a test that came back, until the page has read it. */
    report: json<TestReport>(),
    expiresAt: timestamp().notNull(),
  },
  (t) => [index('oidc_flows_expiry').on(t.expiresAt), index('oidc_flows_user').on(t.userId)],
);

/** People of whom the provider names a confirmed address of ours, and who still have to confirm that the account is theirs. */
export const pendingConnections = table(
  'pending_connections',
  {
    /** SHA-256 of the secret that the browser holds meanwhile. */
    hash: text().primaryKey(),
    userId: ofPerson(),
    arrival: json<Arrival>().notNull(),
    /** The role of their groups; null: they have none. */
    role: text(),
    guesses: int().notNull().default(0),
    expiresAt: timestamp().notNull(),
  },
  (t) => [index('pending_connections_user').on(t.userId), index('pending_connections_expiry').on(t.expiresAt)],
);

/** The sessions that began at the provider, and end with the session there. */
export const oidcSessions = table(
  'oidc_sessions',
  {
    sessionId: text()
      .primaryKey()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    issuer: text().notNull(),
    subject: text().notNull(),
    /** The session at the provider, if it told. */
    sid: text(),
    /** The sealed refresh token, where the provider is asked whether the session goes on. */
    refresh: text(),
    /** When the provider last said that it goes on. */
    checkedAt: timestamp().notNull(),
  },
  (t) => [index('oidc_sessions_subject').on(t.issuer, t.subject)],
);

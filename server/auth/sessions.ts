/** The only file that imports Lucia. Its adapter stores hashes and writes through `commit`, without events. */
import { and, desc, eq, gt, inArray, lt, ne, type SQL, type SQLWrapper } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Adapter, type DatabaseSession, Lucia, TimeSpan } from 'lucia';
import { type Db, prepared } from '../../db/database.ts';
import { sessions } from '../../db/schema/people.ts';
import { audit } from '../audit/commands.ts';
import type { Commit, Unit } from '../commit.ts';
import type { SessionNews } from '../feed.ts';
import { newSecret, sha256, uuidv7 } from '../../db/ids.ts';
import { restartTokensOf, tokensLiveAmong } from './api-tokens.ts';
import { bindSession } from '../oidc/sessions.ts';
import type { Arrival } from '../oidc/contract.ts';
import { endPending } from '../second-step/pending.ts';
import { SESSION_KINDS, type SessionKind } from './contract.ts';
import { noteDevice } from './known-devices.ts';

const DAY_MS = 86_400_000;
/** Idle and absolute lifetimes by kind. */
export const LIVES = {
  staff: { idle: new TimeSpan(12, 'h'), absoluteMs: 7 * DAY_MS },
  customer: { idle: new TimeSpan(30, 'd'), absoluteMs: 90 * DAY_MS },
  /** The token is the visitor's only way back to their conversation, so it lasts as long as they return. */
  visitor: { idle: new TimeSpan(30, 'd'), absoluteMs: 1000 * DAY_MS },
} as const;
/** Per person; a new session ends the oldest one. */
const SESSIONS_MOST = 100;

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Attributes>;
    DatabaseSessionAttributes: Attributes;
    DatabaseUserAttributes: Record<never, never>;
  }
}
interface Attributes {
  publicId: string;
  kind: SessionKind;
  createdAt: number;
  device: string;
  address: string;
  /** Of a sign-in at the OpenID provider; not stored with the session itself. */
  arrival?: Arrival;
}

export interface Session {
  /** A public id, to list and revoke sessions and to group sockets. */
  id: string;
  userId: string;
  kind: SessionKind;
  /** From where it was last used. */
  address: string;
  /** When a token stops, for a session that is used by one. Its sockets close then. */
  until?: number;
  isApiToken?: true;
}
export interface NewSession {
  userId: string;
  kind: SessionKind;
  device: string;
  address: string;
}

export interface Sessions {
  /** Returns the secret for the cookie, which is not stored. */
  create(input: NewSession & { arrival?: Arrival }): Promise<{ secret: string; session: Session }>;
  /** Null for an unknown, ended or expired session. Renews a session after half of its idle lifetime. */
  validate(secret: string): Promise<Session | null>;
}

interface Deps {
  reader: Db;
  commit: Commit;
  clock: () => number;
}

export function createSessions({ reader, commit, clock }: Deps): Sessions {
  const adapter = adapterOver({ reader, commit, clock });
  const lucias = {
    staff: new Lucia(adapter, { sessionExpiresIn: LIVES.staff.idle, getSessionAttributes: (stored) => stored }),
    customer: new Lucia(adapter, { sessionExpiresIn: LIVES.customer.idle, getSessionAttributes: (stored) => stored }),
    visitor: new Lucia(adapter, { sessionExpiresIn: LIVES.visitor.idle, getSessionAttributes: (stored) => stored }),
  };

  return {
    async create({ userId, kind, device, address, arrival }) {
      const secret = `${kind}_${newSecret()}`;
      const publicId = uuidv7();
      const about = { publicId, kind, createdAt: clock(), device: device.slice(0, 300), address };
      const attributes = { ...about, ...(arrival && { arrival }) };
      await lucias[kind].createSession(userId, attributes, { sessionId: secret });
      return { secret, session: { id: publicId, userId, kind, address } };
    },
    async validate(secret) {
      const kind = kindOf(secret);
      if (!kind) return null;
      const { session } = await lucias[kind].validateSession(secret);
      // The prefix of the secret only selects the lifetime; the kind in the row is authoritative.
      if (!session || session.kind !== kind) return null;
      return { id: session.publicId, userId: session.userId, kind, address: session.address };
    },
  };
}

/** The secret's prefix names the kind, so that one query is enough. */
function kindOf(secret: string): SessionKind | null {
  return SESSION_KINDS.find((kind) => secret.startsWith(`${kind}_`)) ?? null;
}

const byHash = prepared((db) =>
  db
    .select()
    .from(sessions)
    .where(eq(sessions.hash, bound('hash'))),
);

function adapterOver({ reader, commit, clock }: Deps): Adapter {
  // Lucia uses the system clock: times are shifted between it and the injected clock.
  const ahead = () => clock() - Date.now();
  return {
    async getSessionAndUser(secret) {
      const [row] = await byHash(reader).execute({ hash: sha256(secret) });
      if (!row || row.createdAt + LIVES[row.kind].absoluteMs <= clock()) return [null, null];
      const { userId, id: publicId, kind, createdAt, device, address } = row;
      const session: DatabaseSession = {
        // Lucia renews and ends sessions by this id, so it must be the secret and not the hash.
        id: secret,
        userId,
        expiresAt: new Date(row.expiresAt - ahead()),
        attributes: { publicId, kind, createdAt, device, address },
      };
      return [session, { id: userId, attributes: {} }];
    },
    async setSession({ id: secret, userId, expiresAt, attributes }) {
      const { publicId, arrival, ...rest } = attributes;
      const times = { expiresAt: expiresAt.getTime() + ahead(), usedAt: attributes.createdAt };
      await commit(async (unit) => {
        await addSession(unit, { hash: sha256(secret), id: publicId, userId, ...rest, ...times });
        if (arrival) await bindSession(unit, publicId, arrival);
      });
    },
    async updateSessionExpiration(secret, expiresAt) {
      const set = { expiresAt: expiresAt.getTime() + ahead(), usedAt: clock() };
      await commit(({ tx }) =>
        tx
          .update(sessions)
          .set(set)
          .where(eq(sessions.hash, sha256(secret))),
      );
    },
    async deleteSession(secret) {
      // Lucia calls this for an expired session. It tells no news: the socket gets its refusal first and closes after it.
      await commit(({ tx }) => tx.delete(sessions).where(eq(sessions.hash, sha256(secret))));
    },
    async deleteUserSessions(userId) {
      await commit((unit) => endSessions(unit, { userId }));
    },
    async deleteExpiredSessions() {
      await commit((unit) => endExpired(unit));
    },
    async getUserSessions() {
      throw new Error('Not used: sessions are listed by their public id.');
    },
  };
}

/** Starts a session in the transaction that creates its person. Returns the secret, which is not stored. */
export async function startSession(unit: Unit, input: NewSession): Promise<string> {
  const secret = `${input.kind}_${newSecret()}`;
  await startSessionAs(unit, input, secret);
  return secret;
}

/** Starts a session whose secret somebody else made. */
export async function startSessionAs(unit: Unit, { userId, kind, device, address }: NewSession, secret: string) {
  const id = uuidv7();
  const times = { createdAt: unit.now, expiresAt: unit.now + LIVES[kind].idle.milliseconds(), usedAt: unit.now };
  const row = { hash: sha256(secret), id, userId, kind, device: device.slice(0, 300), address, ...times };
  await addSession(unit, row);
  return row;
}

type Row = typeof sessions.$inferInsert & NewSession;

async function addSession(unit: Unit, row: Row) {
  const isNew = row.kind !== 'visitor' && (await noteDevice(unit, row));
  await unit.tx.insert(sessions).values({ ...row, isNew, provedAt: unit.now });
  await endBeyondMost(unit, row.userId);
  await audit(unit, { actorId: row.userId, action: 'session.started', targetId: row.id, data: { isNew } });
}

/**
 * Ends every session of a person, and the sign-ins that wait for their second step. The sockets of `current` reconnect, because its browser gets a new session, and so do those
 * of their API tokens, which may do more or less than before.
 */
export async function endSessions(
  unit: Unit,
  { userId, current, reason = 'ended' }: { userId: string; current?: string; reason?: SessionNews['reason'] },
): Promise<void> {
  if (current) await endSession(unit, { id: current, userId }, 'restart');
  await endWhere(unit, eq(sessions.userId, userId), reason);
  await endPending(unit, userId);
  await restartTokensOf(unit, [userId]);
}

/** Every session of a person that has not expired, the last used first. */
export async function sessionsOf(db: Db, userId: string, now: number) {
  const rows = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.usedAt), desc(sessions.id));
  return rows.filter((row) => row.createdAt + LIVES[row.kind].absoluteMs > now);
}

/** Ends every session of a person but this one. Returns how many. */
export const endOtherSessions = (unit: Unit, { id, userId }: Pick<Session, 'id' | 'userId'>) =>
  endWhere(unit, and(eq(sessions.userId, userId), ne(sessions.id, id)));

/** Returns how many: none if it has ended already. */
export const endSession = (
  unit: Unit,
  { id, userId }: Pick<Session, 'id' | 'userId'>,
  reason?: SessionNews['reason'],
) => endWhere(unit, and(eq(sessions.id, id), eq(sessions.userId, userId)), reason);

/** Ends these sessions, of anybody. Returns how many there were. */
export const endSessionsAmong = (unit: Unit, ids: string[]) => endWhere(unit, inArray(sessions.id, ids));

/** Ends the sessions of visitors who or whose site were deleted. Returns how many. */
export const endSessionsOf = (unit: Unit, userIds: string[] | SQLWrapper) =>
  endWhere(unit, and(eq(sessions.kind, 'visitor'), inArray(sessions.userId, userIds)));

/** Ends the oldest sessions beyond SESSIONS_MOST. */
async function endBeyondMost(unit: Unit, userId: string) {
  const newestFirst = await unit.tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .orderBy(desc(sessions.id));
  const beyond = newestFirst.slice(SESSIONS_MOST).map(({ id }) => id);
  if (beyond.length > 0) await endWhere(unit, inArray(sessions.id, beyond));
}

export const endExpired = (unit: Unit) => endWhere(unit, lt(sessions.expiresAt, unit.now));

/** The only function that ends sessions by command: their sockets close at the commit. */
async function endWhere(unit: Unit, where: SQL | undefined, reason: SessionNews['reason'] = 'ended'): Promise<number> {
  const gone = await unit.tx.delete(sessions).where(where).returning({ id: sessions.id });
  if (gone.length > 0) unit.tell({ kind: 'sessions', ended: gone.map(({ id }) => id), reason });
  return gone.length;
}

/** Closes the sockets of a blocked visitor and keeps their sessions. */
export async function shutOut(unit: Unit, userId: string): Promise<void> {
  const all = await unit.tx.select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, userId));
  unit.tell({ kind: 'sessions', ended: all.map(({ id }) => id), reason: 'blocked' });
}

/**
 * Closes the sockets of people whose rights changed and keeps their sessions. Their clients reconnect and, because the
 * epoch names the rights (live/snapshot.ts), start over with what these people may see now.
 */
export async function reconnectPeople(unit: Unit, userIds: string[] | SQLWrapper): Promise<void> {
  const all = await unit.tx.select({ id: sessions.id }).from(sessions).where(inArray(sessions.userId, userIds));
  if (all.length > 0) unit.tell({ kind: 'sessions', ended: all.map(({ id }) => id), reason: 'restart' });
  await restartTokensOf(unit, userIds);
}

/** Returns which of these sessions and API tokens, at most a thousand, have not expired. */
export async function liveAmong(db: Db, ids: string[], now: number): Promise<Set<string>> {
  const { id, kind, createdAt } = sessions;
  const rows = await db
    .select({ id, kind, createdAt })
    .from(sessions)
    .where(and(inArray(sessions.id, ids), gt(sessions.expiresAt, now)));
  const live = rows.filter((row) => row.createdAt + LIVES[row.kind].absoluteMs > now).map((row) => row.id);
  return new Set([...live, ...(await tokensLiveAmong(db, ids, now))]);
}

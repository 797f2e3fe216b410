/**
 * Sign-ins of programs. Each is a family of tokens: one session, a refresh token that works once and brings the next, and
 * access tokens that are sent with each request.
 */
import { eq, lt } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { newSecret, sha256 } from '../../db/ids.ts';
import { sessions } from '../../db/schema/people.ts';
import { accessTokens, spentRefreshTokens } from '../../db/schema/tokens.ts';
import { audit } from '../audit/commands.ts';
import type { Unit } from '../commit.ts';
import { tokenExpired } from '../errors.ts';
import { requirePasswords } from '../sign-in/passwords-off.ts';
import { ACCESS_MINUTES, ACCESS_PREFIX, REFRESH_PREFIX } from './contract.ts';
import { startSessionAs, endSession, LIVES, type NewSession, type Session } from './sessions.ts';

const ACCESS_MS = ACCESS_MINUTES * 60_000;

/** The secrets of a family as its program gets them. They are not stored. */
export interface Pair {
  token: string;
  expiresAt: number;
  refreshToken: string;
  refreshExpiresAt: number;
}
type Family = typeof sessions.$inferSelect;

export async function startFamily(unit: Unit, input: NewSession): Promise<Pair> {
  const refreshToken = `${REFRESH_PREFIX}${newSecret()}`;
  const family = await startSessionAs(unit, input, refreshToken);
  return { ...(await addAccess(unit, family)), refreshToken, refreshExpiresAt: family.expiresAt };
}

export type Refreshed = (Pair & { userId: string }) | 'unknown' | 'used';

/**
 * Replaces the refresh token. A token that was used before ends its family, because somebody else has it too. Answers this
 * instead of throwing, which would undo it. Throws 403 `sign_in.passwords_off` for somebody who may not sign in with a password any more.
 */
export async function refreshFamily(unit: Unit, refreshToken: string): Promise<Refreshed> {
  // A cookie's secret has a session too.
  if (!refreshToken.startsWith(REFRESH_PREFIX)) return 'unknown';
  const hash = sha256(refreshToken);
  const [family] = await unit.tx.select().from(sessions).where(eq(sessions.hash, hash));
  if (!family) return (await endWhereUsed(unit, hash)) ? 'used' : 'unknown';
  const { idle, absoluteMs } = LIVES[family.kind];
  const lastsUntil = family.createdAt + absoluteMs;
  if (Math.min(family.expiresAt, lastsUntil) <= unit.now) return 'unknown';
  // Every family began with a password. The token is not spent: it works again should passwords be turned on.
  if (family.kind === 'staff') await requirePasswords(unit.tx, 'staff', INSTEAD);
  const next = `${REFRESH_PREFIX}${newSecret()}`;
  const refreshExpiresAt = Math.min(unit.now + idle.milliseconds(), lastsUntil);
  await unit.tx.insert(spentRefreshTokens).values({ hash, sessionId: family.id });
  await unit.tx
    .update(sessions)
    .set({ hash: sha256(next), expiresAt: refreshExpiresAt, usedAt: unit.now })
    .where(eq(sessions.id, family.id));
  const access = await addAccess(unit, { id: family.id, expiresAt: refreshExpiresAt });
  return { ...access, refreshToken: next, refreshExpiresAt, userId: family.userId };
}

const INSTEAD = 'This program signed in with a password. Give it an access token instead. ';

async function addAccess({ tx, now }: Unit, family: Pick<Family, 'id' | 'expiresAt'>) {
  const token = `${ACCESS_PREFIX}${newSecret()}`;
  const expiresAt = Math.min(now + ACCESS_MS, family.expiresAt);
  await tx.insert(accessTokens).values({ hash: sha256(token), sessionId: family.id, expiresAt });
  return { token, expiresAt };
}

async function endWhereUsed(unit: Unit, hash: string): Promise<boolean> {
  const [family] = await unit.tx
    .select({ id: sessions.id, userId: sessions.userId })
    .from(spentRefreshTokens)
    .innerJoin(sessions, eq(sessions.id, spentRefreshTokens.sessionId))
    .where(eq(spentRefreshTokens.hash, hash));
  if (!family) return false;
  await endSession(unit, family);
  await audit(unit, { actorId: null, action: 'session.refresh_reused', targetId: family.userId });
  return true;
}

const accessByHash = prepared((db) =>
  db
    .select({
      id: sessions.id,
      userId: sessions.userId,
      kind: sessions.kind,
      address: sessions.address,
      until: accessTokens.expiresAt,
    })
    .from(accessTokens)
    .innerJoin(sessions, eq(sessions.id, accessTokens.sessionId))
    .where(eq(accessTokens.hash, bound('hash'))),
);

/** The session of an access token, which lasts until `until`. Throws 401 `token_expired` once that has passed. */
export async function findAccess(db: Db, secret: string, now: number): Promise<(Session & { until: number }) | null> {
  const [found] = await accessByHash(db).execute({ hash: sha256(secret) });
  if (found && found.until <= now) throw tokenExpired();
  return found ?? null;
}

/** Until then an expired token is answered `token_expired`; after that it is unknown. */
const EXPIRED_KEPT_MS = 86_400_000;

export async function forgetExpiredAccess({ tx, now }: Unit): Promise<void> {
  await tx.delete(accessTokens).where(lt(accessTokens.expiresAt, now - EXPIRED_KEPT_MS));
}

import type { Connections } from '../../db/database.ts';
import { blocked } from '../errors.ts';
import { findApiToken } from './api-tokens.ts';
import { ACCESS_PREFIX, TOKEN_PREFIX } from './contract.ts';
import { findAccess } from './families.ts';
import { findActor } from './policy.ts';
import type { Rights } from '../people/contract.ts';
import { isBlocked } from '../widget/queries.ts';
import type { Actor } from './actor.ts';
import type { Session, Sessions } from './sessions.ts';

export interface SignedIn {
  actor: Actor;
  session: Session;
}
/**
 * Finds the caller of a request or socket. Null without a valid session. Throws 403 for a blocked visitor, and 401
 * `token_expired`.
 */
export interface Authenticate {
  (secret: string | undefined): Promise<SignedIn | null>;
}

/** The life of a cache entry, so that sessions still expire and renew in time. */
const KEPT_MS = 10_000;
const KEPT_MOST = 20_000;

interface Deps {
  sessions: Sessions;
  db: Connections;
  clock: () => number;
}

/** Caches callers until `Writer.rights` changes, which happens when any rights change or any session ends. */
export function createAuthenticate({ sessions, db, clock }: Deps): Authenticate {
  const kept = new Map<string, SignedIn & { until: number }>();

  async function open(secret: string): Promise<{ session: Session | null; scopes?: Rights }> {
    if (secret.startsWith(TOKEN_PREFIX)) return (await findApiToken(db.reader, secret, clock())) ?? { session: null };
    if (secret.startsWith(ACCESS_PREFIX)) return { session: await findAccess(db.reader, secret, clock()) };
    return { session: await sessions.validate(secret) };
  }

  return async (secret) => {
    if (!secret) return null;
    // Read the stamp before the data: a change in between makes the cache entry outdated.
    const stamp = db.writer.rights;
    const known = kept.get(secret);
    if (known && known.actor.stamp === stamp && known.until > clock()) return known;
    kept.delete(secret);
    const { session, scopes } = await open(secret);
    const token = session && scopes && { id: session.id, scopes };
    const actor = session && (await findActor(db.reader, session.userId, { stamp, token }));
    // A change between staff and customer ends all sessions; this also covers a change between the two reads.
    const ofSession = session?.kind === 'visitor' ? 'customer' : session?.kind;
    if (session?.kind === 'visitor' && !actor && (await isBlocked(db.reader, session.userId))) throw blocked();
    if (!session || !actor || actor.kind !== ofSession) return null;
    if (kept.size >= KEPT_MOST) kept.clear();
    const found = { actor, session, until: Math.min(clock() + KEPT_MS, session.until ?? Infinity) };
    kept.set(secret, found);
    return found;
  };
}

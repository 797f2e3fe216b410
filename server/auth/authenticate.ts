import type { Connections } from '../../db/database.ts';
import { blocked } from '../errors.ts';
import { findActor } from './policy.ts';
import { isBlocked } from '../widget/queries.ts';
import type { Actor } from './actor.ts';
import type { Session, Sessions } from './sessions.ts';

export interface SignedIn {
  actor: Actor;
  session: Session;
}
/** Who is asking, for HTTP and for sockets alike. Null for nobody, and for a session that ended. Throws 403 for a visitor who is blocked. */
export interface Authenticate {
  (secret: string | undefined): Promise<SignedIn | null>;
}

/** Kept in memory for so long at most, so that a session still ends and renews by time. */
const KEPT_MS = 10_000;
const KEPT_MOST = 20_000;

interface Deps {
  sessions: Sessions;
  db: Connections;
  clock: () => number;
}

/** Whoever was found is kept until anybody's rights change or any session ends: `Writer.rights` says so. */
export function createAuthenticate({ sessions, db, clock }: Deps): Authenticate {
  const kept = new Map<string, SignedIn & { until: number }>();
  return async (secret) => {
    if (!secret) return null;
    // Read before what it vouches for: what changes meanwhile makes it old.
    const stamp = db.writer.rights;
    const known = kept.get(secret);
    if (known && known.actor.stamp === stamp && known.until > clock()) return known;
    kept.delete(secret);
    const session = await sessions.validate(secret);
    const actor = session && (await findActor(db.reader, session.userId, stamp));
    // A role that changed its kind ends its sessions; this holds where the two are read apart.
    const ofSession = session?.kind === 'visitor' ? 'customer' : session?.kind;
    if (session?.kind === 'visitor' && !actor && (await isBlocked(db.reader, session.userId))) throw blocked();
    if (!session || !actor || actor.kind !== ofSession) return null;
    if (kept.size >= KEPT_MOST) kept.clear();
    const found = { actor, session, until: clock() + KEPT_MS };
    kept.set(secret, found);
    return found;
  };
}

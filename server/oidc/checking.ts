/** Sessions of a provider that tells of no sign-out: it is asked for each of them, every quarter of an hour. */
import { eq } from 'drizzle-orm';
import type { Connections } from '../../db/database.ts';
import { oidcSessions } from '../../db/schema/oidc.ts';
import { audit } from '../audit/commands.ts';
import { endSessionsAmong } from '../auth/sessions.ts';
import type { Unit } from '../commit.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Secrets } from '../secrets/sealing.ts';
import type { OidcClient } from './client.ts';
import { problemOf } from './problem.ts';
import { findIdentity, readProvider } from './queries.ts';
import { refreshPurpose, registrationOf } from './sealed.ts';
import { CHECK_EVERY_MS } from './sessions.ts';

export interface Checks {
  oidc: OidcClient;
  db: Connections;
  secrets: Secrets;
  clock: () => number;
}

/** While the provider does not answer, the session goes on for so long: an outage must not sign the whole team out. */
export const OUTAGE_MOST_MS = 60 * 60_000;
const RETRY_MS = 60_000;

/** A job claims the check by compare-and-set. It ends the session, or comes back in time for the next check. */
export async function checkSession(sessionId: string, deps: Checks) {
  const { oidc, db, secrets, clock } = deps;
  const [session] = await db.reader.select().from(oidcSessions).where(eq(oidcSessions.sessionId, sessionId));
  // It ended, or has no token any more.
  if (!session?.refresh) return;
  const provider = await readProvider(db.reader);
  const refreshToken = secrets.open(session.refresh, refreshPurpose(session));
  // Of another provider, or sealed with a key that is gone: nobody can tell whether it goes on.
  if (provider?.issuer !== session.issuer || refreshToken === null) return (unit: Unit) => end(unit, session);
  try {
    const next = await oidc.refresh(registrationOf(provider, secrets), { subject: session.subject, refreshToken });
    const refresh = secrets.seal(next, refreshPurpose(session));
    return (unit: Unit) => goOn(unit, { sessionId, refresh });
  } catch (error) {
    const { problem } = problemOf(error);
    const isOver = problem === 'code_spent' || session.checkedAt + OUTAGE_MOST_MS <= clock();
    return (unit: Unit) =>
      isOver
        ? end(unit, session)
        : enqueue(unit, { kind: 'oidc.check', key: sessionId, payload: {}, dueAt: unit.now + RETRY_MS });
  }
}

async function goOn(unit: Unit, { sessionId, refresh }: { sessionId: string; refresh: string }) {
  const { tx, now } = unit;
  const still = await tx
    .update(oidcSessions)
    .set({ refresh, checkedAt: now })
    .where(eq(oidcSessions.sessionId, sessionId))
    .returning({ sessionId: oidcSessions.sessionId });
  if (still.length > 0)
    await enqueue(unit, { kind: 'oidc.check', key: sessionId, payload: {}, dueAt: now + CHECK_EVERY_MS });
}

async function end(unit: Unit, { sessionId, issuer, subject }: typeof oidcSessions.$inferSelect) {
  const count = await endSessionsAmong(unit, [sessionId]);
  const identity = await findIdentity(unit.tx, { issuer, subject });
  if (count === 0) return;
  await audit(unit, {
    ...{ actorId: null, action: 'oidc.signed_out', data: { count } },
    ...(identity && { targetId: identity.userId }),
  });
}

import { and, eq } from 'drizzle-orm';
import { identities, oidcSessions, pendingConnections } from '../../db/schema/oidc.ts';
import { pendingSignIns } from '../../db/schema/sign-in.ts';
import type { Unit } from '../commit.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Arrival } from './contract.ts';

/** A check is never older than a quarter of an hour: this leaves time for a slow answer. */
export const CHECK_EVERY_MS = 12 * 60_000;

/** Ties a new session to the one at the provider, in the transaction that starts it. */
export async function bindSession(unit: Unit, sessionId: string, arrival: Arrival): Promise<void> {
  const { tx, now } = unit;
  const { issuer, subject } = arrival;
  await tx.insert(oidcSessions).values({ sessionId, ...arrival, checkedAt: now });
  await tx
    .update(identities)
    .set({ usedAt: now })
    .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)));
  if (arrival.refresh !== null)
    await enqueue(unit, { kind: 'oidc.check', key: sessionId, payload: {}, dueAt: now + CHECK_EVERY_MS });
}

/** Sign-ins that have not ended: they wait for a second step, or for the owner of an account. */
export async function endArrivals({ tx }: Unit, isEnded: (arrival: Arrival) => boolean): Promise<void> {
  for (const table of [pendingSignIns, pendingConnections]) {
    const waiting = await tx.select({ hash: table.hash, arrival: table.arrival }).from(table);
    for (const { hash, arrival } of waiting)
      if (arrival && isEnded(arrival)) await tx.delete(table).where(eq(table.hash, hash));
  }
}

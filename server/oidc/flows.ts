/** Browsers on their way to the provider and back. */
import { and, eq, gt, lte } from 'drizzle-orm';
import * as v from 'valibot';
import { newSecret, sha256 } from '../../db/ids.ts';
import { oidcFlows, pendingConnections } from '../../db/schema/oidc.ts';
import type { Unit } from '../commit.ts';
import type { Secrets } from '../secrets/sealing.ts';
import type { FlowPurpose, TestReport } from './contract.ts';
import { flowPurpose } from './sealed.ts';

export const FLOW_MINUTES = 10;
const LIFE_MS = FLOW_MINUTES * 60_000;

interface Start {
  browser: string;
  issuer: string;
  purpose: FlowPurpose;
  userId: string | null;
  goesTo: string;
}

/** The state names the row, and the browser's cookie must belong to it: nobody else can bring the answer. */
export async function startFlow({ tx, now }: Unit, secrets: Secrets, { browser, ...input }: Start) {
  const [state, nonce, verifier] = [newSecret(), newSecret(), newSecret()];
  const hash = sha256(state);
  const sealed = secrets.seal(JSON.stringify({ nonce, verifier }), flowPurpose(hash));
  await tx.insert(oidcFlows).values({ hash, browser: sha256(browser), sealed, ...input, expiresAt: now + LIFE_MS });
  return { state, nonce, verifier };
}

const kept = v.object({ nonce: v.string(), verifier: v.string() });

/** Deletes it: of two answers with the same state one finds nothing. */
export async function takeFlow(
  { tx, now }: Unit,
  secrets: Secrets,
  { state, browser }: { state: string; browser: string },
) {
  const hash = sha256(state);
  const [flow] = await tx
    .delete(oidcFlows)
    .where(and(eq(oidcFlows.hash, hash), eq(oidcFlows.browser, sha256(browser)), gt(oidcFlows.expiresAt, now)))
    .returning();
  const opened = flow && flow.purpose !== 'tested' && secrets.open(flow.sealed, flowPurpose(hash));
  return opened ? { ...flow, ...v.parse(kept, JSON.parse(opened)) } : null;
}

/** Keeps what a test found, for its admin and for some minutes. Returns the secret that reads it. */
export async function keepReport({ tx, now }: Unit, { userId, report }: { userId: string; report: TestReport }) {
  const id = newSecret();
  const row = { hash: sha256(id), browser: '', sealed: '', issuer: '', purpose: 'tested' as const, goesTo: '' };
  await tx.insert(oidcFlows).values({ ...row, userId, report, expiresAt: now + LIFE_MS });
  return id;
}

export async function reportOf({ tx, now }: Pick<Unit, 'tx' | 'now'>, { userId, id }: { userId: string; id: string }) {
  const [row] = await tx
    .select({ report: oidcFlows.report })
    .from(oidcFlows)
    .where(and(eq(oidcFlows.hash, sha256(id)), eq(oidcFlows.userId, userId), gt(oidcFlows.expiresAt, now)));
  return row?.report ?? null;
}

export async function forgetOldFlows({ tx, now }: Unit): Promise<void> {
  await tx.delete(oidcFlows).where(lte(oidcFlows.expiresAt, now));
  await tx.delete(pendingConnections).where(lte(pendingConnections.expiresAt, now));
}

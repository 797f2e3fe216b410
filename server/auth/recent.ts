/** Whether a session proved lately who uses it. Dangerous acts ask for it: a stolen session alone is not enough for them. */
import { eq } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { sessions } from '../../db/schema/people.ts';
import type { Unit } from '../commit.ts';
import { AppError } from '../errors.ts';
import { passkeysOf } from '../passkeys/queries.ts';
import { secondStepSince } from '../second-step/queries.ts';
import { passwordHashOf } from './commands.ts';
import { mayUsePassword } from '../sign-in/passwords-off.ts';
import type { ProofWay, SessionKind } from './contract.ts';
import type { Session } from './sessions.ts';

const RECENT_MS = 10 * 60_000;

const provedAt = prepared((db) =>
  db
    .select({ at: sessions.provedAt })
    .from(sessions)
    .where(eq(sessions.id, bound('id'))),
);

/**
 * Throws 403 `recent_sign_in` with the ways in which this person can prove who they are (`POST /api/me/proof`). An API token
 * passes: who made it had signed in lately, and chose what it may do.
 */
export async function requireRecent(db: Db, { id, userId, kind, isApiToken }: Session, now: number) {
  if (isApiToken) return;
  const [session] = await provedAt(db).execute({ id });
  if (session && session.at + RECENT_MS > now) return;
  const hasPassword = (await passwordHashOf(db, userId)) !== null && (await mayUsePassword(db, kindOf(kind)));
  const ways: ProofWay[] = [
    ...(hasPassword ? (['password'] as const) : []),
    ...((await secondStepSince(db, userId)) === null ? [] : (['code'] as const)),
    ...((await passkeysOf(db, userId)).length === 0 ? [] : (['passkey'] as const)),
  ];
  throw new AppError(403, 'recent_sign_in', 'Prove that it is you: your last sign-in is more than 10 minutes ago.', {
    details: { ways },
  });
}

const kindOf = (kind: SessionKind) => (kind === 'staff' ? 'staff' : 'customer');

export async function noteProof({ tx, now }: Unit, session: Pick<Session, 'id'>): Promise<void> {
  await tx.update(sessions).set({ provedAt: now }).where(eq(sessions.id, session.id));
}

import { and, eq, gt, lte } from 'drizzle-orm';
import { newSecret, sha256 } from '../../db/ids.ts';
import { pendingSignIns } from '../../db/schema/sign-in.ts';
import type { Unit } from '../commit.ts';
import { AppError } from '../errors.ts';
import type { Arrival, WaitingConnection } from '../oidc/contract.ts';
import type { Secrets } from '../secrets/sealing.ts';
import { checkCode, type Checked } from './check.ts';

const LIFE_MS = 10 * 60_000;
const GUESSES_MOST = 5;

interface Start {
  userId: string;
  mustEnrol: boolean;
  /** Of a sign-in at the OpenID provider. */
  arrival?: Arrival | undefined;
  connects?: WaitingConnection | undefined;
}

/** Remembers that somebody's password was right. Returns the secret with which they go on. */
export async function startPending(unit: Unit, input: Start) {
  const pending = newSecret();
  const expiresAt = unit.now + LIFE_MS;
  await unit.tx.insert(pendingSignIns).values({ hash: sha256(pending), ...input, expiresAt });
  return { pending, expiresAt };
}

interface Find {
  pending: string;
  mustEnrol: boolean;
  /** The secret of the browser that asks; empty for a program. */
  browser: string;
}

/** Whose sign-in this is; null if it ended or never was, or connects what came in another browser. */
export async function findPending({ tx, now }: Pick<Unit, 'tx' | 'now'>, { pending, mustEnrol, browser }: Find) {
  const [row] = await tx
    .select()
    .from(pendingSignIns)
    .where(
      and(
        eq(pendingSignIns.hash, sha256(pending)),
        eq(pendingSignIns.mustEnrol, mustEnrol),
        gt(pendingSignIns.expiresAt, now),
      ),
    );
  const isElsewhere = row?.connects && row.connects.browser !== sha256(browser);
  return row && !isElsewhere ? row : null;
}

interface Guess extends Omit<Find, 'mustEnrol'> {
  userId: string;
  code: string;
}

/** Five guesses, then the password is asked again. */
export async function guessPending(unit: Unit, secrets: Secrets, { userId, code, ...here }: Guess) {
  const row = await findPending(unit, { ...here, mustEnrol: false });
  if (row?.userId !== userId || row.guesses >= GUESSES_MOST) return 'gone';
  await unit.tx
    .update(pendingSignIns)
    .set({ guesses: row.guesses + 1 })
    .where(eq(pendingSignIns.hash, row.hash));
  const checked: Checked = await checkCode(unit, secrets, { userId, code });
  if (checked === 'right') await endPending(unit, userId);
  return checked;
}

/** With a finished sign-in, and with everything that ends the sessions of a person. */
export async function endPending({ tx }: Unit, userId: string): Promise<void> {
  await tx.delete(pendingSignIns).where(eq(pendingSignIns.userId, userId));
}

export async function forgetOldPending({ tx, now }: Unit): Promise<void> {
  await tx.delete(pendingSignIns).where(lte(pendingSignIns.expiresAt, now));
}

export const pendingGone = () =>
  new AppError(401, 'second_step.gone', 'This took too long, or the code was wrong too often. Sign in again.');

import { and, eq, isNotNull } from 'drizzle-orm';
import { totpSecrets } from '../../db/schema/sign-in.ts';
import type { Unit } from '../commit.ts';
import type { Secrets } from '../secrets/sealing.ts';
import { spendRecoveryCode, typedCode } from './recovery-codes.ts';
import { readCode } from './totp.ts';

export type Checked =
  | 'right'
  | 'wrong'
  /** Right, but accepted before. */
  | 'used'
  | 'recovery_used'
  /** The key that opens the stored secret is missing. */
  | 'unreadable'
  /** A code of some minutes ago. */
  | { late: number };

export const purposeOf = (userId: string) => `totp ${userId}`;

/**
 * Checks a code of the app or a recovery code, and spends it. Answers instead of throwing, because an error would undo what a
 * guess costs. A code of the future is plainly wrong: to be told that it will be right would help whoever guesses.
 */
export async function checkCode(
  unit: Unit,
  secrets: Secrets,
  { userId, code }: { userId: string; code: string },
): Promise<Checked> {
  const typed = typedCode(code);
  if (!/^\d{6}$/u.test(typed)) {
    const spent = await spendRecoveryCode(unit, { userId, code });
    return spent === 'used' ? 'recovery_used' : spent;
  }
  const [stored] = await unit.tx
    .select()
    .from(totpSecrets)
    .where(and(eq(totpSecrets.userId, userId), isNotNull(totpSecrets.confirmedAt)));
  if (!stored) return 'wrong';
  const secret = secrets.open(stored.sealed, purposeOf(userId));
  if (secret === null) return 'unreadable';
  const found = readCode(secret, { code: typed, now: unit.now });
  if (found.is === 'off') return found.minutes < 0 ? { late: -found.minutes } : 'wrong';
  if (found.is === 'wrong') return 'wrong';
  if (found.step <= stored.lastStep) return 'used';
  await unit.tx.update(totpSecrets).set({ lastStep: found.step }).where(eq(totpSecrets.userId, userId));
  return 'right';
}

/** What was wrong with a code, for the person who typed it. */
export function codeProblem(checked: Exclude<Checked, 'right'>): string {
  if (typeof checked === 'object')
    return `This code is ${checked.late === 1 ? '1 minute' : `${checked.late} minutes`} old. Type the newest one; if it is, the clock of your phone is slow: let it set the time by itself.`;
  switch (checked) {
    case 'used':
      return 'This code was used already. Wait for the next one, which comes within 30 seconds.';
    case 'recovery_used':
      return 'This recovery code was used before. Each works once: take another one.';
    case 'unreadable':
      return 'Codes of the app cannot be checked, because a key is missing on the server. Use a recovery code, and tell an admin.';
    case 'wrong':
      return 'This code is wrong. Type the six digits that the app shows now, or a recovery code.';
  }
}

import { randomBytes } from 'node:crypto';
import { and, count, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { sha256 } from '../../db/ids.ts';
import { recoveryCodes } from '../../db/schema/sign-in.ts';
import { audit } from '../audit/commands.ts';
import type { Unit } from '../commit.ts';

const CODES = 10;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** 80 random bits, in groups of four that can be read aloud. */
const newCode = () =>
  Array.from(randomBytes(16), (byte) => ALPHABET[byte % 32])
    .join('')
    .replace(/.{4}(?=.)/gu, '$&-');

/** As somebody types it: without dashes and spaces, in either case. */
export const typedCode = (text: string) => text.replace(/[\s-]/gu, '').toLowerCase();

/** Makes ten and forgets those before. They are told once; the server keeps hashes. */
export async function replaceRecoveryCodes({ tx }: Unit, userId: string): Promise<string[]> {
  const codes = Array.from({ length: CODES }, newCode);
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.insert(recoveryCodes).values(codes.map((code) => ({ userId, hash: sha256(typedCode(code)) })));
  return codes;
}

export async function spendRecoveryCode(unit: Unit, { userId, code }: { userId: string; code: string }) {
  const mine = and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.hash, sha256(typedCode(code))));
  const spent = await unit.tx
    .update(recoveryCodes)
    .set({ usedAt: unit.now })
    .where(and(mine, isNull(recoveryCodes.usedAt)))
    .returning();
  if (spent.length > 0) {
    await audit(unit, { actorId: userId, action: 'recovery_code.used', targetId: userId });
    return 'right';
  }
  const known = await unit.tx.select({ hash: recoveryCodes.hash }).from(recoveryCodes).where(mine);
  return known.length > 0 ? 'used' : 'wrong';
}

export async function recoveryCodesLeft(db: Db, userId: string): Promise<number> {
  const [left] = await db
    .select({ n: count() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)));
  return left?.n ?? 0;
}

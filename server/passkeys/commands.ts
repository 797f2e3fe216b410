import { and, eq, gt, isNull, lte } from 'drizzle-orm';
import { newSecret } from '../../db/ids.ts';
import { passkeyChallenges, passkeys } from '../../db/schema/sign-in.ts';
import { audit } from '../audit/commands.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { AppError, notFound } from '../errors.ts';
import { wayInOf } from '../sign-in/last-way.ts';
import { type Passkey, PASSKEYS_MOST } from './contract.ts';
import { passkeysOf } from './queries.ts';

const LIFE_MS = 5 * 60_000;

/** Something to sign, once. Null where it is not known yet who signs in. */
export async function startChallenge({ tx, now }: Unit, userId: string | null): Promise<string> {
  const challenge = newSecret();
  await tx.insert(passkeyChallenges).values({ challenge, userId, expiresAt: now + LIFE_MS });
  return challenge;
}

/** Deletes it: of two uses at the same moment one finds nothing. */
export async function takeChallenge({ tx, now }: Unit, challenge: string, userId: string | null): Promise<boolean> {
  const whose = userId === null ? isNull(passkeyChallenges.userId) : eq(passkeyChallenges.userId, userId);
  const taken = await tx
    .delete(passkeyChallenges)
    .where(and(eq(passkeyChallenges.challenge, challenge), whose, gt(passkeyChallenges.expiresAt, now)))
    .returning();
  return taken.length > 0;
}

export async function forgetOldChallenges({ tx, now }: Unit): Promise<void> {
  await tx.delete(passkeyChallenges).where(lte(passkeyChallenges.expiresAt, now));
}

type New = Pick<typeof passkeys.$inferInsert, 'id' | 'publicKey' | 'counter' | 'transports' | 'name'>;

export const addPasskey = command({ needs: 'signed-in' }, async (unit, actor, input: New): Promise<Passkey> => {
  const mine = await passkeysOf(unit.tx, actor.id);
  if (mine.length >= PASSKEYS_MOST)
    throw new AppError(409, 'passkeys.full', `You have ${PASSKEYS_MOST} passkeys. Remove one that you do not use.`);
  const added = await unit.tx
    .insert(passkeys)
    .values({ ...input, userId: actor.id, createdAt: unit.now })
    .onConflictDoNothing()
    .returning();
  if (added.length === 0) throw new AppError(409, 'passkeys.known', 'This passkey is registered already.');
  await audit(unit, { actorId: actor.id, action: 'passkey.added', targetId: actor.id });
  return { id: input.id, name: input.name, createdAt: unit.now, usedAt: null };
});

export const renamePasskey = command(
  { needs: 'signed-in' },
  async (unit, actor, { id, name }: { id: string; name: string }) => {
    const mine = and(eq(passkeys.id, id), eq(passkeys.userId, actor.id));
    const [now] = await unit.tx.update(passkeys).set({ name }).where(mine).returning();
    if (!now) throw notFound();
    const { createdAt, usedAt } = now;
    return { id, name, createdAt, usedAt };
  },
);

export const removePasskey = command({ needs: 'signed-in' }, async (unit, actor, id: string) => {
  const mine = and(eq(passkeys.id, id), eq(passkeys.userId, actor.id));
  const wayIn = await wayInOf(unit);
  const gone = await unit.tx.delete(passkeys).where(mine).returning();
  if (gone.length === 0) throw notFound();
  await wayIn.requireStill();
  await audit(unit, { actorId: actor.id, action: 'passkey.removed', targetId: actor.id });
});

export async function removePasskeysOf({ tx }: Unit, userId: string): Promise<void> {
  await tx.delete(passkeys).where(eq(passkeys.userId, userId));
}

export async function notePasskeyUse({ tx, now }: Unit, { id, counter }: { id: string; counter: number }) {
  await tx.update(passkeys).set({ counter, usedAt: now }).where(eq(passkeys.id, id));
}

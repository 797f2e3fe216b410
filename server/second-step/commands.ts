import { and, eq, isNull } from 'drizzle-orm';
import { recoveryCodes, totpSecrets } from '../../db/schema/sign-in.ts';
import { audit } from '../audit/commands.ts';
import { command } from '../auth/command.ts';
import { requireMayResetFor } from '../auth/may-act-on.ts';
import { endSessions } from '../auth/sessions.ts';
import type { Unit } from '../commit.ts';
import { AppError, invalidFields } from '../errors.ts';
import type { Secrets } from '../secrets/sealing.ts';
import { removePasskeysOf } from '../passkeys/commands.ts';
import { wayInOf } from '../sign-in/last-way.ts';
import { purposeOf } from './check.ts';
import { needsSecondStep, secondStepSince } from './queries.ts';
import { replaceRecoveryCodes, typedCode } from './recovery-codes.ts';
import { newTotpSecret, readCode } from './totp.ts';

/** Makes a secret that waits for its first code. Until then the second step is as it was. */
export async function beginEnrolment(unit: Unit, secrets: Secrets, userId: string): Promise<string> {
  if ((await secondStepSince(unit.tx, userId)) !== null)
    throw new AppError(
      409,
      'second_step.on',
      'You have a second step. Turn it off first to set it up on another phone.',
    );
  const secret = newTotpSecret();
  const set = { sealed: secrets.seal(secret, purposeOf(userId)), lastStep: 0, createdAt: unit.now };
  await unit.tx
    .insert(totpSecrets)
    .values({ userId, ...set })
    .onConflictDoUpdate({ target: totpSecrets.userId, set });
  return secret;
}

/** Turns the second step on with the first code of the app. Returns the recovery codes, which are told once. */
export async function confirmEnrolment(
  unit: Unit,
  secrets: Secrets,
  { userId, code }: { userId: string; code: string },
): Promise<string[]> {
  const [stored] = await unit.tx
    .select()
    .from(totpSecrets)
    .where(and(eq(totpSecrets.userId, userId), isNull(totpSecrets.confirmedAt)));
  const secret = stored && secrets.open(stored.sealed, purposeOf(userId));
  if (!secret) throw new AppError(409, 'second_step.off', 'The set-up was not begun. Begin it again.');
  const found = readCode(secret, { code: typedCode(code), now: unit.now });
  if (found.is === 'off') throw invalidFields({ code: clockProblem(found.minutes) });
  if (found.is === 'wrong')
    throw invalidFields({ code: 'This is not the code that the app shows for this account now.' });
  await unit.tx
    .update(totpSecrets)
    .set({ confirmedAt: unit.now, lastStep: found.step })
    .where(eq(totpSecrets.userId, userId));
  await audit(unit, { actorId: userId, action: 'second_step.on', targetId: userId });
  return replaceRecoveryCodes(unit, userId);
}

/** Only who sets it up is told this for a fast clock too: they have the secret anyway. */
const clockProblem = (minutes: number) =>
  `The clock of your phone is about ${Math.abs(minutes) === 1 ? '1 minute' : `${Math.abs(minutes)} minutes`} ${minutes < 0 ? 'slow' : 'fast'}. Let it set the time by itself, then type the new code.`;

export const turnOff = command({ needs: 'signed-in' }, async (unit, actor) => {
  if ((await secondStepSince(unit.tx, actor.id)) === null) return;
  if (await needsSecondStep(unit.tx, actor.role))
    throw new AppError(
      409,
      'second_step.required',
      'Your role needs a second step. An admin can reset yours, for a new phone.',
    );
  await removeSecondStep(unit, { userId: actor.id, byId: actor.id });
});

export const renewRecoveryCodes = command({ needs: 'signed-in' }, async (unit, actor) => {
  if ((await secondStepSince(unit.tx, actor.id)) === null)
    throw new AppError(409, 'second_step.off', 'Set up the second step first.');
  await audit(unit, { actorId: actor.id, action: 'recovery_codes.renewed', targetId: actor.id });
  return replaceRecoveryCodes(unit, actor.id);
});

/** For somebody who lost their phone and their recovery codes: their passkeys go too, and they are signed out everywhere. */
export const resetSecondStep = command({ needs: ['update', 'people'] }, async (unit, actor, userId: string) => {
  await requireMayResetFor(unit, actor, userId);
  const wayIn = await wayInOf(unit);
  await removeSecondStep(unit, { userId, byId: actor.id });
  await removePasskeysOf(unit, userId);
  await wayIn.requireStill();
  await endSessions(unit, { userId });
});

/** Also for `answerback reset-sign-in`, where `byId` is null. */
export async function removeSecondStep(unit: Unit, { userId, byId }: { userId: string; byId: string | null }) {
  await unit.tx.delete(totpSecrets).where(eq(totpSecrets.userId, userId));
  await unit.tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await audit(unit, { actorId: byId, action: 'second_step.off', targetId: userId });
}

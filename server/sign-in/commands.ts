import { eq } from 'drizzle-orm';
import { roles } from '../../db/schema/people.ts';
import { settings } from '../../db/schema/settings.ts';
import { audit, changes } from '../audit/commands.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { invalidFields } from '../errors.ts';
import { findByEmail } from '../auth/commands.ts';
import { removePasskeysOf } from '../passkeys/commands.ts';
import { removeSecondStep } from '../second-step/commands.ts';
import { endPending } from '../second-step/pending.ts';
import { turnPasswordsOff } from './passwords-off.ts';
import { DEFAULTS, type EditSignIn, type SignInSettings } from './contract.ts';
import { readSignIn, ROW } from './queries.ts';

export const editSignIn = command({ needs: ['update', 'settings'] }, async (unit, actor, input: EditSignIn) => {
  const before = await readSignIn(unit.tx);
  const { secondStepRoles = before.secondStepRoles, passwords = before.passwords } = input;
  const after = { ...before, passwords, secondStepRoles: [...new Set(secondStepRoles)].toSorted() };
  await requireStaffRoles(unit, after.secondStepRoles);
  if (before.passwords && !after.passwords) await turnPasswordsOff(unit, actor);
  if (JSON.stringify(after) === JSON.stringify(before)) return before;
  await storeSignIn(unit, after);
  await audit(unit, {
    ...{ actorId: actor.id, action: 'sign_in.edited' },
    ...changes(before, after, { values: ['secondStepRoles', 'passwords'] }),
  });
  return after;
});

/** For `answerback reset-sign-in`: whoever has the shell has the data anyway, and must always find a way in. */
export async function resetSignIn(unit: Unit, email: string | null): Promise<void> {
  await storeSignIn(unit, DEFAULTS);
  await audit(unit, { actorId: null, action: 'sign_in.reset' });
  if (email === null) return;
  const person = await findByEmail(unit.tx, email);
  if (!person) throw new Error(`Nobody has the address ${email}.`);
  await removeSecondStep(unit, { userId: person.id, byId: null });
  await removePasskeysOf(unit, person.id);
  await endPending(unit, person.id);
}

export async function storeSignIn({ tx }: Unit, value: SignInSettings): Promise<void> {
  await tx.insert(settings).values({ name: ROW, value }).onConflictDoUpdate({ target: settings.name, set: { value } });
}

async function requireStaffRoles({ tx }: Unit, codes: string[]) {
  if (codes.length === 0) return;
  const staff = await tx.select({ code: roles.code }).from(roles).where(eq(roles.kind, 'staff'));
  const known = new Set(staff.map(({ code }) => code));
  const wrong = codes.some((code) => !known.has(code));
  if (wrong) throw invalidFields({ secondStepRoles: 'Name roles of the team only.' });
}

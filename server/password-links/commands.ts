import { and, eq, gt, lte } from 'drizzle-orm';
import { newSecret, sha256 } from '../../db/ids.ts';
import { passwordLinks } from '../../db/schema/invitations.ts';
import { audit } from '../audit/commands.ts';
import type { Actor } from '../auth/actor.ts';
import { endTokensOf } from '../auth/api-tokens.ts';
import { command } from '../auth/command.ts';
import { findByEmail, setPassword } from '../auth/commands.ts';
import { requireMayResetFor } from '../auth/may-act-on.ts';
import { linkGone } from '../auth/link-gone.ts';
import { can, findActor, holdsAll } from '../auth/policy.ts';
import type { Unit } from '../commit.ts';
import { mayUsePassword, requirePasswords } from '../sign-in/passwords-off.ts';
import { PASSWORD_LINK_HOURS } from './contract.ts';

const LIFE_MS = PASSWORD_LINK_HOURS * 3_600_000;

/** Makes a link with which a person sets a new password. */
export const makePasswordLink = command({ needs: ['update', 'people'] }, async (unit, actor, userId: string) => {
  await requireMayResetFor(unit, actor, userId);
  const person = await findActor(unit.tx, userId);
  if (person) await requirePasswords(unit.tx, person.kind);
  return putLink(unit, { userId, byId: actor.id });
});

/** For `answerback reset-password`: who has the shell has the data anyway. */
export async function makePasswordLinkFor(unit: Unit, email: string) {
  const person = await findByEmail(unit.tx, email);
  if (!person) throw new Error(`Nobody has the address ${email}.`);
  if (!person.active) throw new Error(`${email} is deactivated. An admin can activate them in Settings, People.`);
  if (!(await mayUsePassword(unit.tx, person.kind)))
    throw new Error('Passwords are off for the team. Turn them on again with reset-sign-in, then make the link.');
  return putLink(unit, { userId: person.id, byId: null });
}

async function putLink(unit: Unit, { userId, byId }: { userId: string; byId: string | null }) {
  const secret = newSecret();
  const set = { hash: sha256(secret), byId, expiresAt: unit.now + LIFE_MS };
  await unit.tx
    .insert(passwordLinks)
    .values({ userId, ...set })
    .onConflictDoUpdate({ target: passwordLinks.userId, set });
  await audit(unit, { actorId: byId, action: 'password_link.made', targetId: userId });
  return { secret, expiresAt: set.expiresAt };
}

/** Sets the password and ends every session. The row is deleted first: of two uses at the same moment one finds nothing. */
export async function resetPassword(unit: Unit, { token, passwordHash }: { token: string; passwordHash: string }) {
  const [link] = await unit.tx
    .delete(passwordLinks)
    .where(and(eq(passwordLinks.hash, sha256(token)), gt(passwordLinks.expiresAt, unit.now)))
    .returning();
  const person = link && (await findActor(unit.tx, link.userId));
  if (!link || !person || !(await mayStillReset(unit, link.byId, person))) throw linkGone();
  await requirePasswords(unit.tx, person.kind);
  await audit(unit, { actorId: person.id, action: 'password_link.used', targetId: person.id });
  // Whoever lost control of the account may have lost its tokens too. A password that its owner changes ends none.
  await endTokensOf(unit, person.id);
  await setPassword(unit, { userId: person.id, passwordHash });
  return person.id;
}

/** The maker of a link may have lost rights since, or the person got more than the maker has. */
async function mayStillReset({ tx }: Unit, byId: string | null, person: Actor) {
  if (byId === null) return true;
  const maker = await findActor(tx, byId);
  return maker !== null && can(maker, 'update', 'people') && holdsAll(maker, person.rights);
}

export async function forgetOldPasswordLinks({ tx, now }: Unit): Promise<void> {
  await tx.delete(passwordLinks).where(lte(passwordLinks.expiresAt, now));
}

import { and, eq, gt, inArray } from 'drizzle-orm';
import { newSecret, sha256, uuidv7 } from '../../db/ids.ts';
import { invitations } from '../../db/schema/invitations.ts';
import { users } from '../../db/schema/people.ts';
import { audit } from '../audit/commands.ts';
import type { Actor } from '../auth/actor.ts';
import { command } from '../auth/command.ts';
import { addUser, findByEmail } from '../auth/commands.ts';
import { linkGone } from '../auth/link-gone.ts';
import { type Access, can, findActor, holdsRightsOf, requireMayGive } from '../auth/policy.ts';
import type { Unit } from '../commit.ts';
import { AppError, notFound } from '../errors.ts';
import { requireRole } from '../people/roles.ts';
import { INVITATION_DAYS, type Invitation } from './contract.ts';
import { findInvitation } from './queries.ts';

const LIFE_MS = INVITATION_DAYS * 86_400_000;
const access: Access = { needs: ['create', 'people'] };

export interface Invited extends Invitation {
  /** Told once, to who made the link. */
  secret: string;
}

/** Invites every address, or none of them. */
export const invite = command(access, async (unit, actor, { emails, role }: { emails: string[]; role: string }) => {
  if ((await requireRole(unit.tx, role)) !== 'staff')
    throw new AppError(422, 'invalid', 'Customers register by themselves.', {
      fields: { role: 'Choose a role of the team.' },
    });
  await requireMayGive(unit.tx, actor, role);
  const wanted = [...new Set(emails)];
  await requireFree(unit, wanted);
  const made: Invited[] = [];
  for (const email of wanted) {
    const secret = newSecret();
    const row = { id: uuidv7(), email, role, createdAt: unit.now, expiresAt: unit.now + LIFE_MS };
    await unit.tx.insert(invitations).values({ ...row, byId: actor.id, hash: sha256(secret) });
    await audit(unit, { actorId: actor.id, action: 'invitation.made', targetId: row.id, data: { role } });
    made.push({ ...row, by: { id: actor.id, name: actor.name }, secret });
  }
  return made;
});

/** Makes another link, which ends the one before it. Whoever renews an invitation gives the role from then on. */
export const renewInvitation = command(access, async (unit, actor, { id }: { id: string }): Promise<Invited> => {
  const invitation = await findInvitation(unit.tx, id);
  if (!invitation) throw notFound();
  await requireMayGive(unit.tx, actor, invitation.role);
  if (await findByEmail(unit.tx, invitation.email)) throw hasAccount(invitation.email);
  const secret = newSecret();
  const expiresAt = unit.now + LIFE_MS;
  const set = { hash: sha256(secret), byId: actor.id, expiresAt };
  await unit.tx.update(invitations).set(set).where(eq(invitations.id, id));
  await audit(unit, { actorId: actor.id, action: 'invitation.renewed', targetId: id, data: { role: invitation.role } });
  return { ...invitation, expiresAt, by: { id: actor.id, name: actor.name }, secret };
});

export const revokeInvitation = command(access, async (unit, actor, { id }: { id: string }) => {
  const invitation = await findInvitation(unit.tx, id);
  if (!invitation) throw notFound();
  await requireMayGive(unit.tx, actor, invitation.role);
  await unit.tx.delete(invitations).where(eq(invitations.id, id));
  await audit(unit, { actorId: actor.id, action: 'invitation.revoked', targetId: id });
});

interface Acceptance {
  token: string;
  name: string;
  passwordHash: string;
  locale?: string | undefined;
  timeZone?: string | undefined;
}

/** Creates the person. The row is deleted first, so that of two acceptances at the same moment one finds nothing. */
export async function acceptInvitation(unit: Unit, { token, ...person }: Acceptance): Promise<string> {
  const [invitation] = await unit.tx
    .delete(invitations)
    .where(and(eq(invitations.hash, sha256(token)), gt(invitations.expiresAt, unit.now)))
    .returning();
  if (!invitation) throw linkGone();
  const inviter = await findActor(unit.tx, invitation.byId);
  if (!inviter || !(await mayStillInvite(unit, inviter, invitation.role))) throw linkGone();
  // Nobody has confirmed whose account it is, so it gets no role of the team.
  if (await findByEmail(unit.tx, invitation.email))
    throw new AppError(
      409,
      'users.email_taken',
      `There is an account with this address already. Ask ${inviter.name} to invite you by another address, or to give that account another one.`,
    );
  const id = await addUser(unit, {
    ...person,
    email: invitation.email,
    role: invitation.role,
    byId: invitation.byId,
  });
  await audit(unit, { actorId: id, action: 'invitation.accepted', targetId: invitation.id });
  return id;
}

/** Ends the invitations of a person who lost their rights: their links no longer work. */
export async function endInvitationsOf(unit: Unit, actor: Actor, byId: string): Promise<void> {
  const gone = await unit.tx.delete(invitations).where(eq(invitations.byId, byId)).returning({ id: invitations.id });
  for (const { id } of gone) await audit(unit, { actorId: actor.id, action: 'invitation.revoked', targetId: id });
}

const mayStillInvite = async ({ tx }: Unit, inviter: Actor, role: string) =>
  can(inviter, 'create', 'people') && can(inviter, 'update', 'roles') && (await holdsRightsOf(tx, inviter, role));

async function requireFree({ tx }: Unit, emails: string[]) {
  const known = await tx.select({ email: users.email }).from(users).where(inArray(users.email, emails));
  const asked = await tx
    .select({ email: invitations.email })
    .from(invitations)
    .where(inArray(invitations.email, emails));
  const taken = known[0]?.email;
  if (taken) throw hasAccount(taken);
  const open = asked[0]?.email;
  if (open) throw refused('invitations.open', `${open} is invited already. Renew that invitation instead.`);
}

const hasAccount = (email: string) => refused('users.email_taken', `${email} has an account already.`);
const refused = (code: 'users.email_taken' | 'invitations.open', message: string) =>
  new AppError(409, code, message, { fields: { emails: message } });

/** Who somebody is who comes from the provider, and what follows. Decided in one unit, on what that unit reads. */
import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import type { Db } from '../../db/database.ts';
import { users } from '../../db/schema/people.ts';
import { audit } from '../audit/commands.ts';
import type { Actor } from '../auth/actor.ts';
import { addUser, endPasswordLink, findByEmail } from '../auth/commands.ts';
import { findActor } from '../auth/policy.ts';
import { endSessions } from '../auth/sessions.ts';
import { isManager } from '../auth/who-may.ts';
import type { Unit } from '../commit.ts';
import { endInvitationsOf } from '../invitations/commands.ts';
import { isInvited } from '../invitations/queries.ts';
import { addressIn } from '../people/address.ts';
import { name as nameSchema } from '../people/contract.ts';
import { secondStepSince } from '../second-step/queries.ts';
import { managersWhoComeIn } from '../sign-in/last-way.ts';
import type { Told } from './client.ts';
import type { Problem, StoredProvider } from './contract.ts';
import { connect, forgetUse } from './identities.ts';
import { findIdentity, identityOf } from './queries.ts';
import { isWithin, roleOf } from './role-of.ts';

export type Arrived =
  | { is: 'known'; userId: string }
  /** Somebody with this confirmed address has an account, and has to confirm that it is theirs. */
  | { is: 'confirm'; userId: string; role: string | null }
  | { is: 'refused'; problem: Problem };

type Here = Pick<Told, 'issuer' | 'subject' | 'claims'>;

/** Answers a refusal instead of throwing it: the log keeps it. */
export async function arrive(unit: Unit, provider: StoredProvider, told: Here): Promise<Arrived> {
  const found = await whoIs(unit, told);
  if (found.is === 'refused') return found;
  const role = await roleOf(unit.tx, provider, told.claims);
  if (found.is === 'new')
    return provider.createsAccounts ? create(unit, { told, role, email: found.email }) : refused('no_account');
  if (found.is === 'confirm') {
    const actor = await findActor(unit.tx, found.userId);
    const isOut = actor !== null && role === null && (await isManaged(unit.tx, provider, actor));
    return isOut ? refused('no_role') : { ...found, role };
  }
  const problem = await giveRole(unit, provider, { actor: found.actor, role });
  if (problem)
    await audit(unit, { actorId: null, action: 'oidc.refused', targetId: found.actor.id, data: { problem } });
  return problem ? refused(problem) : { is: 'known', userId: found.actor.id };
}

const refused = (problem: Problem) => ({ is: 'refused' as const, problem });

export type Who =
  | { is: 'connected'; actor: Actor }
  | { is: 'confirm'; userId: string }
  | { is: 'new'; email: string }
  | { is: 'refused'; problem: Problem };

/** By issuer and subject. An address only leads to a question, and only if the provider has checked it. */
export async function whoIs(
  { tx: db, now }: Pick<Unit, 'tx' | 'now'>,
  { issuer, subject, claims }: Here,
): Promise<Who> {
  const identity = await findIdentity(db, { issuer, subject });
  if (identity) {
    const actor = await findActor(db, identity.userId);
    if (!actor) return refused('deactivated');
    return actor.kind === 'staff' ? { is: 'connected', actor } : refused('customer');
  }
  const { email, email_verified: isVerified } = claims;
  const address = typeof email === 'string' ? addressIn(email)?.shown : undefined;
  // The same words with and without an account: nobody learns here who has one.
  if (!address || isVerified !== true) return refused('mail_not_verified');
  const account = await findByEmail(db, address);
  if (!account) return (await isInvited({ tx: db, now }, address)) ? refused('invited') : { is: 'new', email: address };
  if (account.kind !== 'staff') return refused('customer');
  if (!account.active) return refused('deactivated');
  if (await identityOf(db, { userId: account.id, issuer })) return refused('other_identity');
  const canConfirm = account.passwordHash !== null || (await secondStepSince(db, account.id)) !== null;
  return canConfirm ? { is: 'confirm', userId: account.id } : refused('no_way');
}

interface New {
  told: Here;
  role: string | null;
  email: string;
}

async function create(unit: Unit, { told, role, email }: New): Promise<Arrived> {
  if (role === null) return refused('no_role');
  const name = v.safeParse(nameSchema, told.claims['name']);
  const fallback = v.safeParse(nameSchema, email.split('@')[0]);
  const userId = await addUser(unit, {
    ...{ email, role, passwordHash: null, byId: null },
    name: name.success ? name.output : fallback.success ? fallback.output : 'New colleague',
  });
  await connect(unit, { userId, issuer: told.issuer, subject: told.subject });
  return { is: 'known', userId };
}

interface Give {
  actor: Actor;
  role: string | null;
}

/**
 * Gives the role of the groups. Without lines the role that people have here stays; so does one above the ceiling, which is given
 * by hand, and that of the last person who may manage people and can sign in. Answers why somebody cannot come in.
 */
export async function giveRole(unit: Unit, provider: StoredProvider, { actor, role }: Give): Promise<Problem | null> {
  if (actor.role === role || !(await isManaged(unit.tx, provider, actor))) return null;
  const isLast = isManager(actor.rights) && !(await managersWhoComeIn(unit.tx)).some((id) => id !== actor.id);
  if (role === null && !isLast) {
    // Two people whom no group lets in must not each count as the colleague who lets the other go.
    await forgetUse(unit, { userId: actor.id, issuer: provider.issuer });
    return 'no_role';
  }
  const set = (to: string) => unit.tx.update(users).set({ role: to }).where(eq(users.id, actor.id));
  if (role !== null) await set(role);
  const after = role === null ? null : await findActor(unit.tx, actor.id);
  const data = { before: { role: actor.role }, after: { role } };
  if (isLast && !(after && isManager(after.rights))) {
    await set(actor.role);
    await audit(unit, { actorId: null, action: 'oidc.role_kept', targetId: actor.id, ...data });
    return null;
  }
  await audit(unit, { actorId: null, action: 'oidc.role_given', targetId: actor.id, ...data });
  // As where an admin changes a role: what began with the old one ends.
  await endSessions(unit, { userId: actor.id });
  await endPasswordLink(unit, actor.id);
  await endInvitationsOf(unit, actor, actor.id);
  return null;
}

/** Whether groups decide the role of somebody. */
export const isManaged = async (db: Db, { roles, ceiling }: StoredProvider, { role }: Pick<Actor, 'role'>) =>
  roles.length > 0 && isWithin(db, role, ceiling);

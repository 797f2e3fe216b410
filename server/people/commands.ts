import { and, eq, ne } from 'drizzle-orm';
import { users } from '../../db/schema/people.ts';
import { addUser as add, endPasswordLink, passwordHashOf } from '../auth/commands.ts';
import { accountCommand } from '../auth/account-command.ts';
import { changeRights } from '../auth/change-rights.ts';
import { endTokensOf } from '../auth/api-tokens.ts';
import { endSessions } from '../auth/sessions.ts';
import { audit, changes } from '../audit/commands.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { AppError, forbidden, idReused, invalidFields, notFound } from '../errors.ts';
import type { Actor } from '../auth/actor.ts';
import { requireMayGive } from '../auth/policy.ts';
import { isErased } from '../erasure/queries.ts';
import { endInvitationsOf } from '../invitations/commands.ts';
import { releaseAllOf } from '../queue/commands.ts';
import type { Availability, User } from './contract.ts';
import { changeProfile, findProfile, requireProfile, storeProfile } from './profile.ts';
import { findUser } from './queries.ts';
import { requireRole } from './roles.ts';

interface AddCustomer {
  id?: string | undefined;
  name: string;
  email: string;
  role: string;
}

/** Adds a customer without a password, who sets one by a link. The team is invited. */
export const addCustomer = command(
  { needs: ['create', 'people'] },
  async (unit, actor, input: AddCustomer): Promise<User> => {
    if ((await requireRole(unit.tx, input.role)) === 'staff')
      throw new AppError(422, 'invalid', 'Invite people to the team, so that they choose their own password.', {
        fields: { role: 'This is a role of the team. Invite them instead.' },
      });
    if (input.id && (await findUser(unit.tx, input.id))) throw idReused();
    return requireUser(unit, await add(unit, { ...input, passwordHash: null, byId: actor.id }));
  },
);

interface ProfileInput {
  name?: string | undefined;
  email?: string | undefined;
  locale?: string | undefined;
  timeZone?: string | undefined;
}
interface EditUser extends ProfileInput {
  id: string;
  role?: string | undefined;
  active?: boolean | undefined;
  capacity?: number | undefined;
}

/**
 * Changing the role, the address or deactivating ends the person's sessions and links; the role or deactivating, the invitations that
 * they made too; deactivating, their API tokens too.
 */
export const editUser = accountCommand(async (unit, actor, { before, ...input }: EditUser & { before: User }) => {
  if (await isErased(unit.tx, input.id)) throw new AppError(409, 'users.erased', 'This person was deleted for good.');
  if (input.role !== undefined && input.role !== before.role) {
    const kind = await requireRole(unit.tx, input.role);
    // A person owns tickets as a customer or is assigned to them as staff; neither fits after the change.
    if (kind !== before.kind)
      throw new AppError(
        409,
        'users.kind',
        'Staff cannot become customers, nor customers staff. Add a second account.',
      );
  }
  const edited = await editProfileOf(unit, actor, input);
  const after = { ...((await findUser(unit.tx, input.id)) ?? before), ...defined(input) };
  if (after.role !== before.role || (after.active && !before.active)) await requireMayGive(unit.tx, actor, after.role);
  const { role, active, capacity } = after;
  const same = role === before.role && active === before.active && capacity === before.capacity;
  if (same && edited.length === 0) return before;
  const save = () => unit.tx.update(users).set({ role, active, capacity }).where(eq(users.id, before.id));
  const rightsChanged = role !== before.role || active !== before.active;
  await (rightsChanged ? changeRights(unit, actor, save) : save());
  const isElsewhere = edited.includes('email');
  if (isElsewhere) await audit(unit, { actorId: actor.id, action: 'profile.address_changed', targetId: before.id });
  const action = active === before.active ? 'user.edited' : active ? 'user.activated' : 'user.deactivated';
  const changed = changes(before, after, { values: ['role', 'active', 'capacity'] });
  const data = edited.length > 0 && { data: { changed: edited } };
  await audit(unit, { actorId: actor.id, action, targetId: before.id, ...changed, ...data });
  // Otherwise nobody would answer their tickets, and agents may not take assigned tickets.
  const released = active ? [] : await releaseAllOf(unit, actor, before.id);
  if (!active) await endTokensOf(unit, before.id);
  // Whoever reads the mail of the new address may be somebody else, as after a reset. A link went to the old one.
  if (rightsChanged || isElsewhere) {
    await endSessions(unit, { userId: before.id });
    await endPasswordLink(unit, before.id);
  }
  if (rightsChanged) await endInvitationsOf(unit, actor, before.id);
  return { ...after, activeTickets: before.activeTickets - released.length };
});

/** Ends every session and API token of a person, such as on a lost computer. */
export const signOutEverywhere = accountCommand(async (unit, actor, { id }: { id: string }) => {
  await endTokensOf(unit, id);
  await endSessions(unit, { userId: id });
  await audit(unit, { actorId: actor.id, action: 'user.signed_out', targetId: id });
});

/** The name, address, locale and time zone of somebody. Returns the names of the fields that differ. */
async function editProfileOf(unit: Unit, actor: Actor, { id, name, email, locale, timeZone }: EditUser) {
  const given = { name, email, locale, timeZone };
  if (Object.values(given).every((value) => value === undefined)) return [];
  // Of a visitor of the widget, who has no account, only the name.
  const isNameAlone = email === undefined && locale === undefined && timeZone === undefined;
  const before = await (isNameAlone ? findProfile : requireProfile)(unit.tx, id);
  if (email !== undefined && email !== before.email && id === actor.id)
    throw new AppError(409, 'users.own_password', 'Change your own address with your password, under Profile.');
  return storeProfile(unit, { before, change: given });
}

interface EditMe extends ProfileInput {
  availability?: Availability | undefined;
  /** Of the password with which the caller proved that they may change their address; null if they have none. */
  provedBy: string | null;
}

/** Moves no ticket: an agent who goes away keeps their tickets, or releases them. */
export const editMe = command(
  { needs: 'signed-in' },
  async (unit, actor, { availability, provedBy, ...given }: EditMe) => {
    if (availability !== undefined) {
      if (actor.kind !== 'staff') throw forbidden();
      // The same value again is no news for the other desks.
      const differs = and(eq(users.id, actor.id), ne(users.availability, availability));
      await unit.tx.update(users).set({ availability }).where(differs);
    }
    if (Object.keys(given).length === 0) return;
    const before = await requireProfile(unit.tx, actor.id);
    const isElsewhere = given.email !== undefined && given.email !== before.email;
    // The password can change while the old one is being checked.
    if (isElsewhere && (await passwordHashOf(unit.tx, actor.id)) !== provedBy) throw wrongPassword();
    await changeProfile(unit, { actorId: actor.id, before, change: given });
    if (isElsewhere) await endPasswordLink(unit, actor.id);
  },
);

export const wrongPassword = () => invalidFields({ password: 'This is not your password.' });

function defined({ role, active, capacity }: EditUser) {
  return {
    ...(role !== undefined && { role }),
    ...(active !== undefined && { active }),
    ...(capacity !== undefined && { capacity }),
  };
}

async function requireUser(unit: Unit, id: string) {
  const user = await findUser(unit.tx, id);
  if (!user) throw notFound();
  return user;
}

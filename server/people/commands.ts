import { and, eq, ne } from 'drizzle-orm';
import { users } from '../../db/schema/people.ts';
import { addUser as add, endPasswordLink } from '../auth/commands.ts';
import { changeRights } from '../auth/change-rights.ts';
import { requireMayActOn } from '../auth/may-act-on.ts';
import { endTokensOf } from '../auth/api-tokens.ts';
import { endSessions } from '../auth/sessions.ts';
import { audit, changes } from '../audit/commands.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { AppError, idReused, notFound } from '../errors.ts';
import { type Access, requireMayGive } from '../auth/policy.ts';
import { isErased } from '../erasure/queries.ts';
import { endInvitationsOf } from '../invitations/commands.ts';
import { releaseAllOf } from '../queue/commands.ts';
import type { Availability, User } from './contract.ts';
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

interface EditUser {
  id: string;
  name?: string | undefined;
  role?: string | undefined;
  active?: boolean | undefined;
  capacity?: number | undefined;
}

/** Changing the role or deactivating ends the person's sessions and links, and the invitations that they made; deactivating, their API tokens too. */
export const editUser = command({ needs: ['update', 'people'] }, async (unit, actor, input: EditUser) => {
  const before = await requireUser(unit, input.id);
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
  const after = { ...before, ...defined(input) };
  if (after.role !== before.role || (after.active && !before.active)) await requireMayGive(unit.tx, actor, after.role);
  const { name, role, active, capacity } = after;
  const same = name === before.name && role === before.role && active === before.active && capacity === before.capacity;
  if (same) return before;
  const save = () => unit.tx.update(users).set({ name, role, active, capacity }).where(eq(users.id, before.id));
  const rightsChanged = role !== before.role || active !== before.active;
  await (rightsChanged ? changeRights(unit, actor, save) : save());
  const action = active === before.active ? 'user.edited' : active ? 'user.activated' : 'user.deactivated';
  const changed = changes(before, after, { values: ['role', 'active', 'capacity'], texts: ['name'] });
  await audit(unit, { actorId: actor.id, action, targetId: before.id, ...changed });
  // Otherwise nobody would answer their tickets, and agents may not take assigned tickets.
  const released = active ? [] : await releaseAllOf(unit, actor, before.id);
  if (!active) await endTokensOf(unit, before.id);
  if (rightsChanged) {
    await endSessions(unit, { userId: before.id });
    await endPasswordLink(unit, before.id);
    await endInvitationsOf(unit, actor, before.id);
  }
  return { ...after, activeTickets: before.activeTickets - released.length };
});

/** Ends every session and API token of a person, such as on a lost computer. */
export const signOutEverywhere = command({ needs: ['update', 'people'] }, async (unit, actor, userId: string) => {
  const person = await requireUser(unit, userId);
  await requireMayActOn(unit, actor, userId);
  await endTokensOf(unit, person.id);
  await endSessions(unit, { userId: person.id });
  await audit(unit, { actorId: actor.id, action: 'user.signed_out', targetId: person.id });
});

const staffOnly: Access = { needs: 'signed-in', only: 'staff' };

interface EditMe {
  availability?: Availability | undefined;
}

/** Moves no ticket: an agent who goes away keeps their tickets, or releases them. */
export const setAvailability = command(staffOnly, async (unit, actor, { availability }: EditMe) => {
  if (!availability) return;
  await unit.tx
    .update(users)
    .set({ availability })
    .where(and(eq(users.id, actor.id), ne(users.availability, availability)));
});

function defined({ name, role, active, capacity }: EditUser) {
  return {
    ...(name !== undefined && { name }),
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

import { eq } from 'drizzle-orm';
import { bound } from '#dialect';
import { prepared } from '../../db/database.ts';
import { roles, users } from '../../db/schema/people.ts';
import { passwordLinks } from '../../db/schema/invitations.ts';
import { audit } from '../audit/commands.ts';
import type { Unit } from '../commit.ts';
import { AppError } from '../errors.ts';
import { isInvited } from '../invitations/queries.ts';
import { uuidv7 } from '../../db/ids.ts';
import { endSessions } from './sessions.ts';
import { isManager, rightsOfStaff } from './who-may.ts';

const userByEmail = prepared((db) =>
  db
    .select({ user: users, kind: roles.kind })
    .from(users)
    .innerJoin(roles, eq(roles.code, users.role))
    .where(eq(users.email, bound('email'))),
);

export async function findByEmail(db: Unit['tx'], email: string) {
  const [row] = await userByEmail(db).execute({ email });
  return row ? { ...row.user, kind: row.kind } : null;
}

interface NewUser {
  id?: string | undefined;
  name: string;
  email: string;
  /** Null for a person who signs in with a password only after they set one by a link. */
  passwordHash: string | null;
  role: string;
  locale?: string | undefined;
  timeZone?: string | undefined;
  /** The id of the person who adds them; null for a registration. */
  byId: string | null;
}

export async function addUser(unit: Unit, { id = uuidv7(), byId, ...input }: NewUser): Promise<string> {
  await requireFreeAddress(unit, input.email);
  await unit.tx.insert(users).values({ id, ...input, createdAt: unit.now });
  const action = byId === null ? 'user.registered' : 'user.added';
  await audit(unit, { actorId: byId ?? id, action, targetId: id, data: { role: input.role } });
  return id;
}

/**
 * Refuses an address that has an account or an open invitation: a stranger who registered it first would take the invitation away
 * from its holder. The words for both are the same, so that strangers do not learn who is invited.
 */
export async function requireFreeAddress(unit: Pick<Unit, 'tx' | 'now'>, email: string): Promise<void> {
  if (!(await findByEmail(unit.tx, email)) && !(await isInvited(unit, email))) return;
  const taken = 'There is an account or an invitation with this address.';
  throw new AppError(409, 'users.email_taken', `${taken} Sign in, or open the link of the invitation.`, {
    fields: { email: taken },
  });
}

/** Throws 404 if there is an admin already, also for the second of two simultaneous calls. */
export async function addFirstAdmin(unit: Unit, input: Omit<NewUser, 'role' | 'byId'>): Promise<string> {
  if (await hasAdmin(unit.tx)) throw new AppError(404, 'not_found', 'There is an admin already. Sign in.');
  return addUser(unit, { ...input, role: 'admin', byId: null });
}

/** By what people may do, and not by the name of their role. */
export async function hasAdmin(db: Unit['tx']): Promise<boolean> {
  return [...(await rightsOfStaff(db)).values()].some(isManager);
}

/**
 * Ends every session of the person, also the `current` one, whose browser gets a new cookie in the answer, and the link for
 * a new password.
 */
export async function setPassword(
  unit: Unit,
  { userId, passwordHash, current }: { userId: string; passwordHash: string; current?: string },
) {
  await unit.tx.update(users).set({ passwordHash }).where(eq(users.id, userId));
  await endPasswordLink(unit, userId);
  await audit(unit, { actorId: userId, action: 'user.password_changed', targetId: userId });
  await endSessions(unit, { userId, ...(current && { current }) });
}

export async function endPasswordLink({ tx }: Unit, userId: string): Promise<void> {
  await tx.delete(passwordLinks).where(eq(passwordLinks.userId, userId));
}

export async function passwordHashOf(db: Unit['tx'], userId: string): Promise<string | null> {
  const [row] = await db.select({ hash: users.passwordHash }).from(users).where(eq(users.id, userId));
  return row?.hash ?? null;
}

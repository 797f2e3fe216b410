import { and, eq, isNotNull } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { pendingConnections } from '../../db/schema/oidc.ts';
import { roles, users } from '../../db/schema/people.ts';
import { pendingSignIns } from '../../db/schema/sign-in.ts';
import { audit } from '../audit/commands.ts';
import { requireFreeAddress } from '../auth/commands.ts';
import type { Unit } from '../commit.ts';
import { AppError, notFound } from '../errors.ts';
import { keepEarlierName } from '../holds/earlier-names.ts';
import { ticketsHeldBy } from '../tickets/queries.ts';
import { asCustomer, changeCustomer } from '../widget/customer.ts';

const FIELDS = ['name', 'email', 'picture', 'locale', 'timeZone'] as const;
type Field = (typeof FIELDS)[number];
type Stored = Pick<typeof users.$inferSelect, Field | 'id' | 'erasedAt'> & { kind: 'staff' | 'customer' };

export async function findProfile(db: Db, id: string): Promise<Stored> {
  const [row] = await db
    .select({ user: users, kind: roles.kind })
    .from(users)
    .innerJoin(roles, eq(roles.code, users.role))
    .where(eq(users.id, id));
  if (!row) throw notFound();
  if (row.user.erasedAt !== null) throw new AppError(409, 'users.erased', 'This person was deleted for good.');
  return { ...row.user, kind: row.kind };
}

/** A person with an account: visitors of the widget have a name there, and nothing else to say. */
export async function requireProfile(db: Db, id: string): Promise<Stored> {
  const stored = await findProfile(db, id);
  if (stored.email === null)
    throw new AppError(409, 'users.no_address', 'Somebody without an address has no account, and no profile.');
  return stored;
}

interface Change {
  before: Stored;
  change: { [F in Field]?: Stored[F] | undefined };
}

/** The same as `storeProfile`, with its line in the audit log: it has the names of the fields and no values, because nothing is erased there. */
export async function changeProfile(unit: Unit, { actorId, ...input }: Change & { actorId: string }): Promise<void> {
  const changed = await storeProfile(unit, input);
  if (changed.length === 0) return;
  const action = changed.includes('email') ? 'profile.address_changed' : 'profile.edited';
  await audit(unit, { actorId, action, targetId: input.before.id, data: { changed } });
}

/** Stores what differs, and tells every screen that shows the person. Returns the names of the fields that differ. */
export async function storeProfile(unit: Unit, { before, change }: Change): Promise<Field[]> {
  const { id, kind } = before;
  const { name = before.name, email = before.email, locale = before.locale, timeZone = before.timeZone } = change;
  const { picture = before.picture } = change;
  const after = { ...before, name, email, locale, timeZone, picture };
  const changed = FIELDS.filter((field) => after[field] !== before[field]);
  if (changed.length === 0) return [];
  const isElsewhere = changed.includes('email');
  if (isElsewhere && email !== null) await requireFreeAddress(unit, email);
  if (kind === 'customer') await keepEarlierName(unit, before, { name, email });
  await unit.tx
    .update(users)
    .set({ name, email, locale, timeZone, picture, ...(isElsewhere && { verified: false }) })
    .where(eq(users.id, id));
  if (isElsewhere) await endConnectionsBegun(unit, id);
  // Their own screens and the desks of colleagues have lists of it.
  if (kind === 'staff') {
    if (changed.includes('picture') || changed.includes('name')) await tellTheirCustomers(unit, id);
    return changed;
  }
  if (changed.includes('name')) await changeCustomer(unit, { customer: asCustomer(after), was: id, verified: false });
  unit.tell({ kind: 'visitor', userId: id });
  return changed;
}

/** Who came from the provider was found by the address of before, also while they wait for the second step. */
async function endConnectionsBegun({ tx }: Unit, userId: string) {
  await tx.delete(pendingConnections).where(eq(pendingConnections.userId, userId));
  await tx.delete(pendingSignIns).where(and(eq(pendingSignIns.userId, userId), isNotNull(pendingSignIns.connects)));
}

/** No event tells of who they are, so those whom they answer load their data again; the capacity limits their number. */
async function tellTheirCustomers(unit: Unit, id: string) {
  const held = await ticketsHeldBy(unit.tx, id);
  unit.tell({ kind: 'start-over', of: [...new Set(held.map(({ customerId }) => customerId))] });
}

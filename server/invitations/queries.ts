import { and, asc, eq, gt } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { sha256 } from '../../db/ids.ts';
import { invitations } from '../../db/schema/invitations.ts';
import { roles, users } from '../../db/schema/people.ts';
import type { Unit } from '../commit.ts';
import type { Invitation } from './contract.ts';

const columns = {
  id: invitations.id,
  email: invitations.email,
  role: invitations.role,
  by: { id: users.id, name: users.name },
  createdAt: invitations.createdAt,
  expiresAt: invitations.expiresAt,
};

const all = prepared((db) =>
  db.select(columns).from(invitations).innerJoin(users, eq(users.id, invitations.byId)).orderBy(asc(invitations.email)),
);
export const invitationList = async (db: Db): Promise<Invitation[]> => all(db).execute();

const one = prepared((db) =>
  db
    .select(columns)
    .from(invitations)
    .innerJoin(users, eq(users.id, invitations.byId))
    .where(eq(invitations.id, bound('id'))),
);
export async function findInvitation(db: Db, id: string): Promise<Invitation | null> {
  const [row] = await one(db).execute({ id });
  return row ?? null;
}

/** Whether this address waits for the holder of a link that still works. */
export async function isInvited({ tx, now }: Pick<Unit, 'tx' | 'now'>, email: string): Promise<boolean> {
  const found = await tx
    .select({ id: invitations.id })
    .from(invitations)
    .where(and(eq(invitations.email, email), gt(invitations.expiresAt, now)));
  return found.length > 0;
}

/** What the link of this secret offers; null if it does not work. */
export async function offerOf(db: Db, { token, now }: { token: string; now: number }) {
  const [row] = await db
    .select({ email: invitations.email, role: roles.name, by: users.name, expiresAt: invitations.expiresAt })
    .from(invitations)
    .innerJoin(roles, eq(roles.code, invitations.role))
    .innerJoin(users, eq(users.id, invitations.byId))
    .where(and(eq(invitations.hash, sha256(token)), gt(invitations.expiresAt, now)));
  return row ?? null;
}

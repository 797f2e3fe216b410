import { and, desc, eq, gt, type SQL } from 'drizzle-orm';
import { alias } from '#dialect';
import type { Db } from '../../db/database.ts';
import { users } from '../../db/schema/people.ts';
import { personExports } from '../../db/schema/privacy.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePerson } from '../auth/policy.ts';
import { notFound } from '../errors.ts';
import { requireMayExport } from './access.ts';
import type { PersonExport } from './contract.ts';

const askers = alias(users, 'askers');

/** More than anybody asks for in the time that an export lasts. */
const SHOWN_MOST = 200;

async function exportsWith(db: Db, now: number, condition?: SQL): Promise<PersonExport[]> {
  const rows = await db
    .select({ row: personExports, person: users.name, by: askers.name })
    .from(personExports)
    .innerJoin(users, eq(users.id, personExports.userId))
    .innerJoin(askers, eq(askers.id, personExports.byId))
    .where(and(gt(personExports.expiresAt, now), condition))
    .orderBy(desc(personExports.id))
    .limit(SHOWN_MOST);
  return rows.map(({ row: { userId, byId, ...rest }, person, by }) => ({
    ...rest,
    person: { id: userId, name: person },
    by: { id: byId, name: by },
  }));
}

export const allExports = (db: Db, now: number) => exportsWith(db, now);

export const ownExports = (db: Db, userId: string, now: number) =>
  exportsWith(db, now, and(eq(personExports.userId, userId), eq(personExports.own, true)));

/** Only for who asked for it, as long as it lasts and they still have the right. */
export async function accessExport(db: Db, actor: Actor, { id, now }: { id: string; now: number }) {
  const [found] = await exportsWith(db, now, and(eq(personExports.id, id), eq(personExports.byId, actor.id)));
  if (!found) throw notFound();
  if (found.own) requirePerson(actor, { needs: 'signed-in' });
  else await requireMayExport(db, actor, { id: found.person.id, notes: found.notes });
  return found;
}

import { eq } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { roles, users } from '../../db/schema/people.ts';
import type { Actor } from '../auth/actor.ts';
import { can } from '../auth/policy.ts';

const byPicture = prepared((db) =>
  db
    .select({ id: users.id, kind: roles.kind })
    .from(users)
    .innerJoin(roles, eq(roles.code, users.role))
    .where(eq(users.picture, bound('key'))),
);

/** Whose picture this is. */
export async function personWith(db: Db, key: string) {
  const [person] = await byPicture(db).execute({ key });
  return person ?? null;
}
type Pictured = NonNullable<Awaited<ReturnType<typeof personWith>>>;

/**
 * Staff show their face to customers, and to strangers in the widget, which has no cookie: whoever was told the address may
 * see it. The picture of a customer is for themselves and for the staff who see their tickets or the people.
 */
export function maySee(actor: Actor | null, { id, kind }: Pictured): boolean {
  if (kind === 'staff') return true;
  if (!actor || actor.kind === 'customer') return actor?.id === id;
  return can(actor, 'view', 'tickets') || can(actor, 'view', 'people');
}

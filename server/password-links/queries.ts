import { and, eq, gt } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { sha256 } from '../../db/ids.ts';
import { passwordLinks } from '../../db/schema/invitations.ts';
import { users } from '../../db/schema/people.ts';

/** Whose password the link of this secret sets; null if it does not work. */
export async function personOfLink(db: Db, { token, now }: { token: string; now: number }) {
  const [row] = await db
    .select({ name: users.name, email: users.email })
    .from(passwordLinks)
    .innerJoin(users, eq(users.id, passwordLinks.userId))
    .where(and(eq(passwordLinks.hash, sha256(token)), gt(passwordLinks.expiresAt, now), eq(users.active, true)));
  return row?.email ? { name: row.name, email: row.email } : null;
}

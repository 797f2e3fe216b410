/** A held customer can change their name and address; a refusal would tell them of the hold. The earlier ones are kept. */
import { asc, eq, inArray, or } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { uuidv7 } from '../../db/ids.ts';
import { earlierNames, holds } from '../../db/schema/privacy.ts';
import { tickets } from '../../db/schema/tickets.ts';
import type { Unit } from '../commit.ts';
import type { EarlierText } from './contract.ts';

interface Named {
  id: string;
  name: string;
  email: string | null;
}

/**
 * Does nothing for a customer who is not held and has no held ticket, and where nothing changed. A visitor who turns out to be a
 * known customer has the id of that customer in `is`; the row follows with the last of their tickets.
 */
export async function keepEarlierName({ tx, now }: Unit, was: Named, is: Partial<Named>): Promise<void> {
  const { id: userId, name, email } = was;
  const isSame = (is.name ?? name) === name && (is.email === undefined || is.email === email);
  if (isSame || !(await isHeldCustomer(tx, userId, is.id))) return;
  await tx.insert(earlierNames).values({ id: uuidv7(), userId, name, email, at: now });
}

async function isHeldCustomer(db: Db, ...ids: (string | undefined)[]): Promise<boolean> {
  const known = ids.filter((id) => id !== undefined);
  const [found] = await db
    .select({ id: holds.id })
    .from(holds)
    .leftJoin(tickets, eq(tickets.id, holds.ticketId))
    .where(or(inArray(holds.userId, known), inArray(tickets.customerId, known)))
    .limit(1);
  return found !== undefined;
}

export async function earlierNamesOf(db: Db, userId: string): Promise<EarlierText[]> {
  const rows = await db
    .select()
    .from(earlierNames)
    .where(eq(earlierNames.userId, userId))
    .orderBy(asc(earlierNames.id));
  return rows.map(({ name, email, at }) => ({
    what: 'customer',
    body: [name, ...(email ? [email] : [])].join(', '),
    by: null,
    at,
  }));
}

/** After a hold ended, if no other one is left. */
export async function forgetEarlierNames({ tx }: Unit, userId: string): Promise<void> {
  if (!(await isHeldCustomer(tx, userId))) await tx.delete(earlierNames).where(eq(earlierNames.userId, userId));
}

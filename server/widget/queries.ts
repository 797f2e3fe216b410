import { and, asc, eq, gt, gte, lt, or, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { sites, visitors } from '../../db/schema/widget.ts';
import { tickets } from '../../db/schema/tickets.ts';
import { users } from '../../db/schema/people.ts';
import { opennessOf } from '../hours/openness.ts';
import type { StoredSite } from '../sites/queries.ts';
import type { SiteConfig } from './contract.ts';

/** What anybody may know of it. */
export const siteConfigOf = (
  { key, name, look, hours }: StoredSite,
  { here, now }: { here: boolean; now: number },
): SiteConfig => ({ key, name, look, hours: hours && opennessOf(hours, now), here });

const visitorsWith = (db: Db) =>
  db
    .select({ visitor: visitors, name: users.name, active: users.active, siteName: sites.name })
    .from(visitors)
    .innerJoin(users, eq(users.id, visitors.userId))
    .leftJoin(sites, eq(sites.id, visitors.siteId));
const visitorById = prepared((db) => visitorsWith(db).where(eq(visitors.userId, bound('userId'))));
const visitorBySub = prepared((db) =>
  visitorsWith(db).where(and(eq(visitors.siteId, bound('siteId')), eq(visitors.externalId, bound('externalId')))),
);
export type StoredVisitor = typeof visitors.$inferSelect & { name: string; active: boolean; siteName: string | null };
const toVisitor = ({
  visitor,
  ...person
}: Omit<StoredVisitor, keyof typeof visitors.$inferSelect> & {
  visitor: typeof visitors.$inferSelect;
}): StoredVisitor => ({ ...visitor, ...person });

export async function findVisitor(db: Db, userId: string): Promise<StoredVisitor | null> {
  const [row] = await visitorById(db).execute({ userId });
  return row ? toVisitor(row) : null;
}

/** Whoever the site means by that. */
export async function findVisitorBySub(db: Db, input: { siteId: string; externalId: string }) {
  const [row] = await visitorBySub(db).execute(input);
  return row ? toVisitor(row) : null;
}

const FIELDS_MOST = 60;
/** A page says what it knows, and not all that was known: what was asked at first stays. */
export const withFields = (known: StoredVisitor['fields'] = {}, said: StoredVisitor['fields'] = {}) =>
  Object.fromEntries(Object.entries({ ...known, ...said }).slice(-FIELDS_MOST));

export async function isBlocked(db: Db, userId: string): Promise<boolean> {
  const visitor = await findVisitor(db, userId);
  return visitor !== null && isOut(visitor);
}

/** Whoever was let in again by way of the people's page is in, whatever was said before. */
export const isOut = ({ active, blockedAt }: StoredVisitor) => blockedAt !== null && !active;

const seenBetween = prepared((db) =>
  db
    .select({ userId: visitors.userId, seenAt: visitors.seenAt, known: visitors.externalId, wrote: tickets.id })
    .from(visitors)
    .leftJoin(tickets, eq(tickets.customerId, visitors.userId))
    .where(
      and(
        lt(visitors.seenAt, bound('before')),
        // The first of the two lets the index begin there.
        gte(visitors.seenAt, bound('seenAt')),
        or(gt(visitors.seenAt, bound('seenAt')), gt(visitors.userId, bound('userId'))),
      ),
    )
    .orderBy(asc(visitors.seenAt), asc(visitors.userId))
    .limit(sql.placeholder('limit')),
);
/** Past a key and before a time, by when they were last seen; one who wrote stands there for each of their tickets. */
export const visitorsSeen = (db: Db, input: { seenAt: number; userId: string; before: number; limit: number }) =>
  seenBetween(db).execute(input);

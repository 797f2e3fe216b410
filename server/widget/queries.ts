import { and, asc, eq, gt, gte, lt, or, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { sites, visitors } from '../../db/schema/widget.ts';
import { tickets } from '../../db/schema/tickets.ts';
import { users } from '../../db/schema/people.ts';
import { opennessOf } from '../hours/openness.ts';
import type { StoredSite } from '../sites/queries.ts';
import { teamHoursOf } from '../teams/queries.ts';
import type { SiteConfig } from './contract.ts';

/** The public settings of a site. Its hours are those of the team that its conversations wait for, if that has its own. */
export async function siteConfigOf(
  db: Db,
  { id, key, name, look, hours: ofSite }: StoredSite,
  { here, now }: { here: boolean; now: number },
): Promise<SiteConfig> {
  const hours = (await teamHoursOf(db, id)) ?? ofSite;
  return { key, name, look, hours: hours && opennessOf(hours, now), here };
}

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

/** The visitor with this `sub` on the site. */
export async function findVisitorBySub(db: Db, input: { siteId: string; externalId: string }) {
  const [row] = await visitorBySub(db).execute(input);
  return row ? toVisitor(row) : null;
}

const FIELDS_MOST = 60;
/** Merges new fields into the stored ones, because a page sends only the fields that it knows. */
export const withFields = (known: StoredVisitor['fields'] = {}, said: StoredVisitor['fields'] = {}) =>
  Object.fromEntries(Object.entries({ ...known, ...said }).slice(-FIELDS_MOST));

export async function isBlocked(db: Db, userId: string): Promise<boolean> {
  const visitor = await findVisitor(db, userId);
  return visitor !== null && isOut(visitor);
}

/** Whether the visitor is blocked. Reactivating them on the People page also unblocks them. */
export const isOut = ({ active, blockedAt }: StoredVisitor) => blockedAt !== null && !active;

const seenBetween = prepared((db) =>
  db
    .select({ userId: visitors.userId, seenAt: visitors.seenAt, known: visitors.externalId, wrote: tickets.id })
    .from(visitors)
    .leftJoin(tickets, eq(tickets.customerId, visitors.userId))
    .where(
      and(
        lt(visitors.seenAt, bound('before')),
        // The first condition is redundant, but lets the index start there.
        gte(visitors.seenAt, bound('seenAt')),
        or(gt(visitors.seenAt, bound('seenAt')), gt(visitors.userId, bound('userId'))),
      ),
    )
    .orderBy(asc(visitors.seenAt), asc(visitors.userId))
    .limit(sql.placeholder('limit')),
);
/** Visitors after a key and last seen before a time, in this order; a visitor with tickets appears once per ticket. */
export const visitorsSeen = (db: Db, input: { seenAt: number; userId: string; before: number; limit: number }) =>
  seenBetween(db).execute(input);

import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, asc, count, desc, eq, exists, gt, inArray, isNotNull, isNull, lt, max, or, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { sha256 } from '../../db/ids.ts';
import { roles, sessions, users } from '../../db/schema/people.ts';
import { tickets } from '../../db/schema/tickets.ts';
import { visitors } from '../../db/schema/widget.ts';
import { badCursor, notFound } from '../errors.ts';
import { named } from '../people/queries.ts';
import type { Customer, ListCustomers } from './list-contract.ts';

const PER_PAGE = 50;
/** People that are looked at per query, some 3 ms: no index finds the middle of a name, and many visitors only looked. */
const AT_ONCE = 500;

/** By the time when they came. Looks at part after part until the page is full, so that nothing blocks. */
export async function customerPage(db: Db, { cursor, limit = PER_PAGE, order, ...filters }: ListCustomers) {
  const key = sha256(JSON.stringify([order, filters.q, filters.state])).slice(0, 12);
  const [, from, bind] = /^([\da-f-]{36})_([\da-f]{12})$/u.exec(cursor ?? '') ?? [];
  if (cursor !== undefined && bind !== key) throw badCursor();
  const found: Customer[] = [];
  let after: string | undefined = from;
  do {
    const ids: string[] = await idsBehind(db, after, order);
    const part = await customersWith(db, and(inArray(users.id, ids), ...conditions(db, filters)));
    found.push(...part.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)));
    after = ids.length === AT_ONCE ? ids.at(-1) : undefined;
    await nextTurn();
  } while (after !== undefined && found.length <= limit);
  const items = await withNumbers(db, found.slice(0, limit));
  const last = items.at(-1);
  return { items, next: found.length > limit && last ? `${last.id}_${key}` : null };
}

export async function findCustomer(db: Db, id: string): Promise<Customer> {
  const [found] = await withNumbers(db, await customersWith(db, and(eq(users.id, id), ...conditions(db, {}))));
  if (!found) throw notFound();
  return found;
}

async function idsBehind(db: Db, after: string | undefined, order: ListCustomers['order']): Promise<string[]> {
  const isOldest = order === 'oldest';
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(after === undefined ? undefined : (isOldest ? gt : lt)(users.id, after))
    .orderBy((isOldest ? asc : desc)(users.id))
    .limit(AT_ONCE);
  return rows.map(({ id }) => id);
}

function conditions(db: Db, { q, state }: Pick<ListCustomers, 'q' | 'state'>): (SQL | undefined)[] {
  const wrote = db.select({ id: tickets.id }).from(tickets).where(eq(tickets.customerId, users.id));
  return [
    eq(roles.kind, 'customer'),
    isNull(users.erasedAt),
    or(isNotNull(users.email), exists(wrote)),
    state && eq(users.active, state === 'active'),
    q ? named(q) : undefined,
  ];
}

async function customersWith(db: Db, condition: SQL | undefined): Promise<Customer[]> {
  const rows = await db
    .select({ user: users, visitor: visitors })
    .from(users)
    .innerJoin(roles, eq(roles.code, users.role))
    .leftJoin(visitors, eq(visitors.userId, users.id))
    .where(condition);
  return rows.map(({ user: { id, name, email, active, createdAt }, visitor }) => ({
    ...{ id, name, active, createdAt },
    email: email ?? visitor?.email ?? null,
    isVisitor: email === null,
    lastSeenAt: visitor?.seenAt ?? null,
    openTickets: 0,
  }));
}

/** Two queries for a whole page. */
async function withNumbers(db: Db, found: Customer[]): Promise<Customer[]> {
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return [];
  const open = await db
    .select({ id: tickets.customerId, n: count() })
    .from(tickets)
    .where(and(inArray(tickets.customerId, ids), eq(tickets.active, true)))
    .groupBy(tickets.customerId);
  const used = await db
    .select({ id: sessions.userId, at: max(sessions.usedAt) })
    .from(sessions)
    .where(inArray(sessions.userId, ids))
    .groupBy(sessions.userId);
  return found.map((one) => ({
    ...one,
    openTickets: open.find(({ id }) => id === one.id)?.n ?? 0,
    lastSeenAt: latest(one.lastSeenAt, used.find(({ id }) => id === one.id)?.at ?? null),
  }));
}

const latest = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.max(a, b));

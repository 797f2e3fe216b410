import { and, asc, desc, eq, gt, inArray, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import { alias, bound } from '#dialect';
import { type Db, prepared } from '../../db/connection.ts';
import { counters, tickets, users } from '../../db/schema.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../policy.ts';
import type { ListTickets } from './contract.ts';

/** A stored ticket with the names that its row shows. */
export type TicketView = typeof tickets.$inferSelect & {
  customerName: string;
  assigneeName: string | null;
  lastAuthorName: string;
};

const customers = alias(users, 'customers');
const assignees = alias(users, 'assignees');
const lastAuthors = alias(users, 'last_authors');

const selectViews = (db: Db) =>
  db
    .select({
      ticket: tickets,
      customerName: customers.name,
      assigneeName: assignees.name,
      lastAuthorName: lastAuthors.name,
    })
    .from(tickets)
    .innerJoin(customers, eq(customers.id, tickets.customerId))
    .innerJoin(lastAuthors, eq(lastAuthors.id, tickets.lastAuthorId))
    .leftJoin(assignees, eq(assignees.id, tickets.assigneeId))
    .$dynamic();
type ViewRow = Awaited<ReturnType<typeof selectViews>>[number];
const toView = ({ ticket, ...names }: ViewRow): TicketView => ({ ...ticket, ...names });

const viewById = prepared((db) => selectViews(db).where(eq(tickets.id, bound('id'))));

/** For `accessTicket` in the policy, and for nothing else that answers a person. */
export async function findTicketView(db: Db, id: string): Promise<TicketView | null> {
  const [row] = await viewById(db).execute({ id });
  return row ? toView(row) : null;
}

const changed = prepared((db) =>
  selectViews(db)
    .where(gt(tickets.version, bound('after')))
    .orderBy(asc(tickets.version))
    .limit(sql.placeholder('limit')),
);
const changedOfCustomer = prepared((db) =>
  selectViews(db)
    .where(and(eq(tickets.customerId, bound('customerId')), gt(tickets.customerVersion, bound('after'))))
    .orderBy(asc(tickets.customerVersion))
    .limit(sql.placeholder('limit')),
);

/** What changed past a cursor, of everything for staff and of their own for a customer. */
export async function ticketsChangedAfter(db: Db, actor: Actor, { after, limit }: { after: number; limit: number }) {
  const rows =
    actor.kind === 'staff'
      ? await changed(db).execute({ after, limit })
      : await changedOfCustomer(db).execute({ customerId: actor.id, after, limit });
  return rows.map(toView);
}

const heldBy = prepared((db) =>
  selectViews(db)
    .where(and(eq(tickets.assigneeId, bound('id')), eq(tickets.active, true)))
    .orderBy(asc(tickets.waitingSince)),
);

/** Every active ticket of a staff member; there are at most as many as their capacity once was. */
export const ticketsHeldBy = async (db: Db, id: string) => (await heldBy(db).execute({ id })).map(toView);

const firstWaiting = prepared((db) =>
  selectViews(db)
    .where(and(eq(tickets.active, true), isNull(tickets.assigneeId)))
    .orderBy(asc(tickets.waitingSince), asc(tickets.id))
    .limit(sql.placeholder('limit')),
);

export const longestWaiting = async (db: Db, limit: number) => (await firstWaiting(db).execute({ limit })).map(toView);

const counter = prepared((db) =>
  db
    .select({ value: counters.value })
    .from(counters)
    .where(eq(counters.name, bound('name'))),
);

export async function waitingCount(db: Db): Promise<number> {
  const [row] = await counter(db).execute({ name: 'waiting' });
  return row?.value ?? 0;
}

const ORDERS = {
  waiting: { column: tickets.waitingSince, ascending: true },
  created: { column: tickets.createdAt, ascending: false },
  updated: { column: tickets.version, ascending: false },
  /** The same for a customer, whom not every change concerns. */
  heard: { column: tickets.customerVersion, ascending: false },
} as const;
export const TICKETS_PER_PAGE = 50;

/** One page by key. Customers get their own and nothing else, whatever they ask for. */
export async function ticketPage(
  db: Db,
  actor: Actor,
  input: ListTickets,
): Promise<{ items: TicketView[]; next: string | null }> {
  const asked = input.order ?? (actor.kind === 'staff' ? 'created' : 'updated');
  const name = asked === 'updated' && actor.kind === 'customer' ? 'heard' : asked;
  const order = ORDERS[name];
  const limit = input.limit ?? TICKETS_PER_PAGE;
  const direction = order.ascending ? asc : desc;
  const found = await selectViews(db)
    .where(and(...filters(actor, input), input.cursor ? pastKey(order, input.cursor) : undefined))
    .orderBy(direction(order.column), direction(tickets.id))
    .limit(limit + 1);
  const items = found.slice(0, limit).map(toView);
  return { items, next: found.length > limit ? nextKey(items, name) : null };
}

/** The key after which a list in this order goes on. */
export function nextKey(items: TicketView[], order: keyof typeof ORDERS): string | null {
  const last = items.at(-1);
  if (!last) return null;
  const { waitingSince: waiting, createdAt: created, version: updated, customerVersion: heard } = last;
  return `${{ waiting, created, updated, heard }[order]}_${last.id}`;
}

function pastKey({ column, ascending }: (typeof ORDERS)[keyof typeof ORDERS], key: string): SQL | undefined {
  const [value, id] = key.split('_');
  const at = Number(value);
  if (!id || !Number.isSafeInteger(at))
    throw new AppError(400, 'bad_cursor', 'Use the cursor of the page before, as it was given.');
  const past = ascending ? gt : lt;
  return or(past(column, at), and(eq(column, at), past(tickets.id, id)));
}

function filters(actor: Actor, input: ListTickets): (SQL | undefined)[] {
  const assignee = input.assignee === 'me' ? actor.id : input.assignee;
  return [
    actor.kind === 'customer' ? eq(tickets.customerId, actor.id) : undefined,
    input.customer ? eq(tickets.customerId, input.customer) : undefined,
    assignee === 'none' ? isNull(tickets.assigneeId) : assignee ? eq(tickets.assigneeId, assignee) : undefined,
    input.active === undefined ? undefined : eq(tickets.active, input.active),
    input.status && inArray(tickets.status, input.status),
    input.statusType && inArray(tickets.statusType, input.statusType),
    input.priority && inArray(tickets.priority, input.priority),
    input.category && inArray(tickets.category, input.category),
  ];
}

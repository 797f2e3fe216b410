import { hash } from 'node:crypto';
import { and, asc, desc, eq, gt, gte, inArray, isNull, like, lt, lte, not, or, sql, type SQL } from 'drizzle-orm';
import { alias, bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { BREACH_RANK, isSnoozed, movesOn, slaRank, tickets, ticketTags } from '../../db/schema/tickets.ts';
import { mentions } from '../../db/schema/messages.ts';
import { counters } from '../../db/schema/settings.ts';
import { teamMembers } from '../../db/schema/teams.ts';
import { users } from '../../db/schema/people.ts';
import type { DeskCounts } from '../contract.ts';
import { lastEventBefore } from '../events/places.ts';
import { categoryList, priorityList, statusList } from '../ticket-fields/queries.ts';
import { badCursor, invalidFields } from '../errors.ts';
import type { Actor } from '../auth/actor.ts';
import type { ListTickets, TicketOrder } from './contract.ts';

/** A stored ticket with the names that its row shows. */
export type TicketView = typeof tickets.$inferSelect & {
  customerName: string;
  /** Null if the customer opened it. */
  creatorName: string | null;
  assigneeName: string | null;
  lastAuthorName: string;
  linkedNumber: number | null;
};

const customers = alias(users, 'customers');
const assignees = alias(users, 'assignees');
const lastAuthors = alias(users, 'last_authors');
const creators = alias(users, 'creators');
const linked = alias(tickets, 'linked');

const linkedNumber = (db: Db) =>
  db.select({ number: linked.number }).from(linked).where(eq(linked.id, tickets.linkedTo));
const creatorName = (db: Db) =>
  db.select({ name: creators.name }).from(creators).where(eq(creators.id, tickets.creatorId));
const selectViews = (db: Db) =>
  db
    .select({
      ticket: tickets,
      customerName: customers.name,
      assigneeName: assignees.name,
      lastAuthorName: lastAuthors.name,
      // Not a join: the conditions of the partial indexes name no table and would become ambiguous.
      linkedNumber: sql<number | null>`(${linkedNumber(db)})`,
      // Most tickets are opened by their customer: then nobody is looked up.
      creatorName: sql<
        string | null
      >`CASE WHEN ${tickets.creatorId} = ${tickets.customerId} THEN NULL ELSE (${creatorName(db)}) END`,
    })
    .from(tickets)
    .innerJoin(customers, eq(customers.id, tickets.customerId))
    .innerJoin(lastAuthors, eq(lastAuthors.id, tickets.lastAuthorId))
    .leftJoin(assignees, eq(assignees.id, tickets.assigneeId))
    .$dynamic();
type ViewRow = Awaited<ReturnType<typeof selectViews>>[number];
const toView = ({ ticket, ...names }: ViewRow): TicketView => ({ ...ticket, ...names });

const viewById = prepared((db) => selectViews(db).where(eq(tickets.id, bound('id'))));

/** Without an access check: use `accessTicket` for everything that answers a person. */
export async function findTicketView(db: Db, id: string): Promise<TicketView | null> {
  const [row] = await viewById(db).execute({ id });
  return row ? toView(row) : null;
}

/** In no order. */
export async function ticketsByIds(db: Db, ids: string[]): Promise<TicketView[]> {
  return ids.length === 0 ? [] : (await selectViews(db).where(inArray(tickets.id, ids))).map(toView);
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

/** The tickets that changed after a cursor: all for staff, their own for a customer. */
export async function ticketsChangedAfter(db: Db, actor: Actor, { after, limit }: { after: number; limit: number }) {
  const rows =
    actor.kind === 'staff'
      ? await changed(db).execute({ after, limit })
      : await changedOfCustomer(db).execute({ customerId: actor.id, after, limit });
  return rows.map(toView);
}

const newestOf = prepared((db) =>
  selectViews(db)
    .where(and(eq(tickets.customerId, bound('customerId')), lt(tickets.customerVersion, bound('before'))))
    .orderBy(desc(tickets.customerVersion))
    .limit(sql.placeholder('limit')),
);
/** The customer's tickets with the newest events below the version `before`. */
export const newestOfCustomer = async (db: Db, input: { customerId: string; before: number; limit: number }) =>
  (await newestOf(db).execute(input)).map(toView);

/** The customers of these tickets. */
export const customersOf = (db: Db, ids: string[]) =>
  db.select({ ticketId: tickets.id, customerId: tickets.customerId }).from(tickets).where(inArray(tickets.id, ids));

const heldBy = prepared((db) =>
  selectViews(db)
    .where(and(eq(tickets.assigneeId, bound('id')), eq(tickets.active, true)))
    .orderBy(asc(tickets.waitingSince)),
);

/** All active tickets of a member of staff; their capacity limits the number. */
export const ticketsHeldBy = async (db: Db, id: string) => (await heldBy(db).execute({ id })).map(toView);

const isWaiting = and(eq(tickets.active, true), isNull(tickets.assigneeId), isNull(tickets.snoozedUntil));
const firstWaiting = prepared((db) =>
  selectViews(db).where(isWaiting).orderBy(asc(tickets.waitingSince), asc(tickets.id)).limit(sql.placeholder('limit')),
);
const firstImportant = (which: (db: Db) => SQL | undefined) =>
  prepared((db) =>
    selectViews(db)
      .where(and(isWaiting, which(db)))
      .orderBy(desc(tickets.importance), desc(tickets.id))
      .limit(sql.placeholder('limit')),
  );
const ofMyTeams = (db: Db) => inArray(tickets.teamId, teamsOf(db, bound('userId')));
const mineFirst = {
  mine: firstImportant(ofMyTeams),
  others: firstImportant((db) => or(isNull(tickets.teamId), not(ofMyTeams(db)))),
};

export const longestWaiting = async (db: Db, limit: number) => (await firstWaiting(db).execute({ limit })).map(toView);
/** Those that wait for no team or for one of these. */
export const longestWaitingFor = async (db: Db, { teamIds, limit }: { teamIds: string[]; limit: number }) =>
  (
    await selectViews(db)
      .where(and(isWaiting, or(isNull(tickets.teamId), inArray(tickets.teamId, teamIds))))
      .orderBy(asc(tickets.waitingSince), asc(tickets.id))
      .limit(limit)
  ).map(toView);

/** Those of the person's teams first, then all others. */
export async function mostImportantWaiting(db: Db, { userId, limit }: { userId: string; limit: number }) {
  const mine = await mineFirst.mine(db).execute({ userId, limit });
  const others = await mineFirst.others(db).execute({ userId, limit: limit - mine.length });
  return [...mine, ...others].map(toView);
}

const activeOfTeam = prepared((db) =>
  selectViews(db)
    .where(and(eq(tickets.teamId, bound('teamId')), eq(tickets.active, true)))
    .limit(sql.placeholder('limit')),
);
/** Active tickets of a team, in no order. */
export const ticketsOfTeam = async (db: Db, input: { teamId: string; limit: number }) =>
  (await activeOfTeam(db).execute(input)).map(toView);

const moving = prepared((db) =>
  selectViews(db)
    .where(and(movesOn, lte(tickets.nextMoveAt, bound('now'))))
    .orderBy(asc(tickets.nextMoveAt))
    .limit(sql.placeholder('limit')),
);
/** Tickets whose time-dependent columns are outdated. */
export const ticketsMovedBy = async (db: Db, now: number, limit: number) =>
  (await moving(db).execute({ now, limit })).map(toView);

/** The counter of a team is named by it; triggers add and remove it with the team. */
const OF_TEAM = 'waiting:';
const badges = prepared((db) =>
  db
    .select()
    .from(counters)
    .where(or(inArray(counters.name, ['waiting', 'snoozed']), like(counters.name, `${OF_TEAM}%`))),
);

export async function countsOf(db: Db): Promise<DeskCounts> {
  const rows = await badges(db).execute();
  const valueOf = (name: string) => rows.find((row) => row.name === name)?.value ?? 0;
  // A team for which nothing waits is left out, so that a new or deleted team changes no count.
  const ofTeams = rows.filter(({ name, value }) => name.startsWith(OF_TEAM) && value > 0);
  const teams = Object.fromEntries(ofTeams.map(({ name, value }) => [name.slice(OF_TEAM.length), value]));
  return { waiting: valueOf('waiting'), snoozed: valueOf('snoozed'), teams };
}

interface Order {
  column: SQL;
  ascending: boolean;
  keyOf: (ticket: TicketView) => number | string;
}
/** `heard` replaces `updated` for customers: ordered by the last event that they may hear. */
const ORDERS: Record<TicketOrder | 'heard', Order> = {
  importance: { column: sql`${tickets.importance}`, ascending: false, keyOf: (ticket) => ticket.importance },
  waiting: { column: sql`${tickets.waitingSince}`, ascending: true, keyOf: (ticket) => ticket.waitingSince },
  deadline: { column: sql`${tickets.dueAt}`, ascending: true, keyOf: (ticket) => ticket.dueAt },
  sla: { column: slaRank, ascending: true, keyOf: ({ dueAt, breached }) => dueAt - Number(breached) * BREACH_RANK },
  priority: { column: sql`${tickets.priorityWeight}`, ascending: false, keyOf: (ticket) => ticket.priorityWeight },
  created: { column: sql`${tickets.createdAt}`, ascending: false, keyOf: (ticket) => ticket.createdAt },
  updated: { column: sql`${tickets.version}`, ascending: false, keyOf: (ticket) => ticket.version },
  heard: { column: sql`${tickets.customerVersion}`, ascending: false, keyOf: (ticket) => ticket.customerVersion },
  creator: { column: sql`${tickets.creatorId}`, ascending: true, keyOf: (ticket) => ticket.creatorId },
  snoozed: { column: sql`${tickets.snoozedUntil}`, ascending: true, keyOf: (ticket) => ticket.snoozedUntil ?? 0 },
};
export const TICKETS_PER_PAGE = 50;

type Filters = Omit<ListTickets, 'order' | 'cursor' | 'limit'>;

/** Filters and orders that show how the desk works are refused to customers, and not ignored. */
export function refuseStaffQuery(actor: Actor, input: ListTickets): void {
  if (actor.kind === 'staff') return;
  const fields = Object.fromEntries(
    STAFF_FILTERS.filter((name) => input[name] !== undefined).map((name) => [name, 'Only staff can use this.']),
  );
  if (input.order && !CUSTOMER_ORDERS.has(input.order))
    fields['order'] = `Use one of: ${[...CUSTOMER_ORDERS].join(', ')}.`;
  if (Object.keys(fields).length > 0) throw invalidFields(fields);
}
const STAFF_FILTERS = ['breached', 'escalated', 'mentioned', 'snoozed', 'tag', 'team'] as const;
const CUSTOMER_ORDERS: ReadonlySet<TicketOrder> = new Set(['created', 'updated']);

/** A page of tickets. Customers always get only their own. */
export async function ticketPage(
  db: Db,
  actor: Actor,
  { within, order: asked, cursor, limit = TICKETS_PER_PAGE, ...input }: ListTickets & { within?: string[] | undefined },
): Promise<{ items: TicketView[]; next: string | null }> {
  const name = orderFor(actor, asked);
  const order = ORDERS[name];
  const direction = order.ascending ? asc : desc;
  await requireKnownCodes(db, input);
  const found = await selectViews(db)
    .where(
      and(
        ...filters(db, actor, input),
        await changedSince(db, actor, input.updated_since),
        within && inArray(tickets.id, within),
        name === 'snoozed' ? isSnoozed : undefined,
        cursor === undefined ? undefined : pastKey(name, { cursor, filters: input }),
      ),
    )
    .orderBy(direction(order.column), direction(tickets.id))
    .limit(limit + 1);
  const items = found.slice(0, limit).map(toView);
  return { items, next: found.length > limit ? nextKey(items, name, input) : null };
}

function orderFor(actor: Actor, asked: TicketOrder | undefined): keyof typeof ORDERS {
  if (actor.kind === 'staff') return asked ?? 'created';
  return asked === 'created' ? 'created' : 'heard';
}

/**
 * The key of the next page: its order, its filters, and the last ticket. With another order or other filters it would skip
 * tickets or repeat them.
 */
export function nextKey(items: TicketView[], order: keyof typeof ORDERS, filters: Filters): string | null {
  const last = items.at(-1);
  return last ? `${order}_${boundTo(filters)}_${ORDERS[order].keyOf(last)}_${last.id}` : null;
}

/** The same for the same filters, in whatever order they and their values were given. */
function boundTo(filters: Filters): string {
  const given = Object.entries(filters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${[value].flat().map(String).toSorted().join()}`],
  );
  return hash('sha256', given.toSorted().join('&')).slice(0, 12);
}

const KEY = /^([a-z]{2,12})_([\da-f]{12})_(-?\d{1,17}|[\da-f-]{36})_([\da-f-]{36})$/u;

function pastKey(name: keyof typeof ORDERS, { cursor, filters }: { cursor: string; filters: Filters }) {
  const { column, ascending } = ORDERS[name];
  const [, order, bind, text, id] = KEY.exec(cursor) ?? [];
  if (order !== name || bind !== boundTo(filters) || !text || !id) throw badCursor();
  const value = text.length === 36 ? text : Number(text);
  const past = ascending ? gt : lt;
  return or(past(column, value), and(eq(column, value), past(tickets.id, id)));
}

/** The filters of a list as conditions on `tickets`. */
export function filters(
  db: Db,
  actor: Pick<Actor, 'id' | 'kind'>,
  input: Omit<Filters, 'q' | 'timeZone' | 'updated_since'>,
): (SQL | undefined)[] {
  const isStaff = actor.kind === 'staff';
  const assignee = input.assignee === 'me' ? actor.id : input.assignee;
  return [
    isStaff ? undefined : eq(tickets.customerId, actor.id),
    input.number === undefined ? undefined : eq(tickets.number, input.number),
    input.customer ? eq(tickets.customerId, input.customer) : undefined,
    assignee === 'none' ? isNull(tickets.assigneeId) : assignee ? eq(tickets.assigneeId, assignee) : undefined,
    input.active === undefined ? undefined : eq(tickets.active, input.active),
    input.status && inArray(tickets.status, input.status),
    input.statusType && inArray(tickets.statusType, input.statusType),
    input.priority && inArray(tickets.priority, input.priority),
    input.category && inArray(tickets.category, input.category),
    input.channel && inArray(tickets.channel, input.channel),
    input.created_since === undefined ? undefined : gte(tickets.createdAt, input.created_since),
    ...(isStaff ? staffFilters(db, actor, input) : []),
  ];
}

/**
 * The times of tickets have no index, which would cost every message. Event ids follow time but for the steps of a clock, so
 * the index on `version` finds the candidates.
 */
async function changedSince(db: Db, actor: Pick<Actor, 'kind'>, since: number | undefined) {
  if (since === undefined) return undefined;
  const before = await lastEventBefore(db, since - CLOCK_STEP_MS);
  return actor.kind === 'staff'
    ? and(gt(tickets.version, before), gte(tickets.updatedAt, since))
    : and(gt(tickets.customerVersion, before), gte(tickets.customerUpdatedAt, since));
}
/** A clock is put back by less than this. */
const CLOCK_STEP_MS = 600_000;

/** A code that does not exist is a mistake, such as a typing error; an empty page would hide it. */
async function requireKnownCodes(db: Db, { status, priority, category }: Filters) {
  const fields: Record<string, string> = {};
  const hold = (name: string, asked: string[] | undefined, known: { code: string }[]) => {
    const codes = known.map(({ code }) => code);
    if (asked && !asked.every((code) => codes.includes(code)))
      fields[name] = codes.length === 0 ? `There is no ${name}.` : `Use one of: ${codes.join(', ')}.`;
  };
  if (status) hold('status', status, await statusList(db));
  if (priority) hold('priority', priority, await priorityList(db));
  if (category) hold('category', category, await categoryList(db));
  if (Object.keys(fields).length > 0) throw invalidFields(fields);
}

/** Filters that customers cannot use. */
function staffFilters(
  db: Db,
  actor: Pick<Actor, 'id'>,
  { active, breached, escalated, mentioned, snoozed, tag = [], team }: ListTickets,
): (SQL | undefined)[] {
  return [
    breached === undefined ? undefined : eq(tickets.breached, breached),
    escalated === undefined ? undefined : eq(tickets.escalated, escalated),
    snoozed === undefined
      ? undefined
      : snoozed
        ? and(isSnoozed, eq(tickets.active, true))
        : isNull(tickets.snoozedUntil),
    mentioned && inArray(tickets.id, mentioning(db, actor.id)),
    team && waitsForOneOf(db, actor, { team, active }),
    ...tag.map((tagId) => inArray(tickets.id, tagged(db, tagId))),
  ];
}

/**
 * The index on teams finds the active tickets of a team. Among all tickets a team has too many to sort: an expression, which
 * no index has, lets the database walk the index of the order until a page is full.
 */
function waitsForOneOf(
  db: Db,
  actor: Pick<Actor, 'id'>,
  { team: asked, active }: { team: string[]; active: boolean | undefined },
): SQL | undefined {
  const teamId = active ? sql`${tickets.teamId}` : sql`(${tickets.teamId} || '')`;
  const ids = asked.filter((one) => one !== 'mine' && one !== 'none');
  return or(
    ids.length > 0 ? inArray(teamId, ids) : undefined,
    asked.includes('mine') ? inArray(teamId, teamsOf(db, actor.id)) : undefined,
    asked.includes('none') ? isNull(tickets.teamId) : undefined,
  );
}

/** The ids of the teams of a person. */
const teamsOf = (db: Db, userId: string | ReturnType<typeof bound>) =>
  db.select({ id: teamMembers.teamId }).from(teamMembers).where(eq(teamMembers.userId, userId));

/** The ids of the tickets with a note that mentions this person. */
const mentioning = (db: Db, userId: string) =>
  db.select({ id: mentions.ticketId }).from(mentions).where(eq(mentions.userId, userId));

export const tagged = (db: Db, tagId: string) =>
  db.select({ id: ticketTags.ticketId }).from(ticketTags).where(eq(ticketTags.tagId, tagId));

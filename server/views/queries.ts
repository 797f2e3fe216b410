import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { isSnoozed, tickets } from '../../db/schema/tickets.ts';
import { views } from '../../db/schema/views.ts';
import { statusList } from '../ticket-fields/queries.ts';
import { notFound } from '../errors.ts';
import type { Actor } from '../auth/actor.ts';
import { isActive } from '../tickets/contract.ts';
import type { TicketsFound } from '../search/search.ts';
import { filters, tagged } from '../tickets/queries.ts';
import {
  BASES,
  COUNTED_MOST,
  OWN_VIEWS_MOST,
  type SavedView,
  SHARED_VIEWS_MOST,
  type ViewBase,
  type ViewCount,
  type ViewFilters,
  type ViewLists,
} from './contract.ts';

type Row = typeof views.$inferSelect;

const own = prepared((db) =>
  db
    .select()
    .from(views)
    .where(and(eq(views.shared, false), eq(views.ownerId, bound('ownerId'))))
    .orderBy(asc(views.id))
    .limit(OWN_VIEWS_MOST),
);
const shared = prepared((db) =>
  db.select().from(views).where(eq(views.shared, true)).orderBy(asc(views.id)).limit(SHARED_VIEWS_MOST),
);
export const ownViews = async (db: Db, ownerId: string) => (await own(db).execute({ ownerId })).map(toView);
export const sharedViews = async (db: Db) => (await shared(db).execute()).map(toView);
export const viewLists = async (db: Db, actor: Pick<Actor, 'id'>): Promise<ViewLists> => ({
  own: await ownViews(db, actor.id),
  shared: await sharedViews(db),
});

const byId = prepared((db) =>
  db
    .select()
    .from(views)
    .where(eq(views.id, bound('id'))),
);

/** Null for a colleague's own view, also for an admin. */
export async function findView(db: Db, actor: Actor, id: string): Promise<Row | null> {
  const [row] = await byId(db).execute({ id });
  return row && (row.shared || row.ownerId === actor.id) ? row : null;
}

export async function requireView(db: Db, actor: Actor, id: string): Promise<Row> {
  const row = await findView(db, actor, id);
  if (!row) throw notFound();
  return row;
}

export const isTaken = async (db: Db, id: string) => (await byId(db).execute({ id })).length > 0;

export const toView = ({ createdAt: _at, ...row }: Row): SavedView => row;

/** A view to count. Equal ones are counted once. */
export interface Counted {
  base: ViewBase;
  filters: ViewFilters;
  /** Null if the view is the same for everyone. */
  userId: string | null;
}

/** Counting stops after this many candidates and reports that there may be more. */
export const LOOKED_AT_MOST = 20_000;

/**
 * Counts up to COUNTED_MOST in the worker, with the most selective index. `lookedAt` caches the number of candidates, which
 * many views share.
 */
export async function countOf(
  db: Db,
  { within, ...asked }: Counted & { within?: TicketsFound | undefined },
  lookedAt: Map<string, Promise<number>>,
): Promise<ViewCount> {
  const { q: _said, ...rest } = asked.filters;
  const input = { ...rest, ...BASES[asked.base] };
  const actor = { id: asked.userId ?? '', kind: 'staff' } as const;
  const active = ('active' in input && input.active) || (await areAllActive(db, input.status)) ? true : undefined;
  const { condition, name } = within
    ? { condition: inArray(tickets.id, within.ids), name: '' }
    : candidates(db, { ...input, active, me: actor.id });
  const found = await some(db, condition)
    .where(and(...filters(db, actor, input)))
    .limit(COUNTED_MOST + 1);
  if (found.length > COUNTED_MOST) return { n: COUNTED_MOST, more: true };
  if (within) return { n: found.length, more: !within.complete };
  const all = lookedAt.get(name) ?? sizeOf(db, condition);
  lookedAt.set(name, all);
  return { n: found.length, more: (await all) > LOOKED_AT_MOST };
}

const COLUMNS = {
  id: tickets.id,
  customerId: tickets.customerId,
  assigneeId: tickets.assigneeId,
  active: tickets.active,
  status: tickets.status,
  priority: tickets.priority,
  category: tickets.category,
  teamId: tickets.teamId,
  channel: tickets.channel,
  breached: tickets.breached,
  escalated: tickets.escalated,
  snoozedUntil: tickets.snoozedUntil,
};

/** The subquery has the name of the table, so that conditions on the table apply to it. */
function some(db: Db, condition: SQL | undefined) {
  const first = db
    .select(COLUMNS)
    .from(tickets)
    .where(condition)
    .orderBy(...newestIf(!condition))
    .limit(LOOKED_AT_MOST);
  return db
    .select({ id: sql`1` })
    .from(first.as('tickets'))
    .$dynamic();
}

const newestIf = (isAll: boolean) => (isAll ? [desc(tickets.version)] : []);

async function sizeOf(db: Db, condition: SQL | undefined) {
  const first = db
    .select({ id: tickets.id })
    .from(tickets)
    .where(condition)
    .limit(LOOKED_AT_MOST + 1);
  const [row] = await db.select({ n: sql<number>`count(*)` }).from(first.as('tickets'));
  return row?.n ?? 0;
}

type Narrowed = Omit<Parameters<typeof filters>[2], 'active'> & { active: boolean | undefined; me: string };

/** The indexed condition with the fewest candidates, and its name. */
function candidates(db: Db, input: Narrowed): { condition: SQL | undefined; name: string } {
  const { customer, tag, snoozed, active, me } = input;
  const [first] = tag ?? [];
  const assignee = input.assignee === 'me' ? me : input.assignee;
  const activeToo = active ? eq(tickets.active, true) : undefined;
  if (customer) return { condition: eq(tickets.customerId, customer), name: customer };
  if (first) return { condition: inArray(tickets.id, tagged(db, first)), name: first };
  if (assignee) {
    const held = assignee === 'none' ? isNull(tickets.assigneeId) : eq(tickets.assigneeId, assignee);
    return { condition: and(held, activeToo), name: `${assignee} ${active}` };
  }
  if (snoozed) return { condition: isSnoozed, name: 'snoozed' };
  return { condition: activeToo, name: `all ${active}` };
}

async function areAllActive(db: Db, codes: string[] | undefined) {
  if (!codes) return false;
  const known = await statusList(db);
  return codes.every((code) => known.some((status) => status.code === code && isActive(status.type)));
}

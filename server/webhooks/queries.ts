import { and, asc, count, desc, eq, getTableColumns, gte, lt, lte, min, or, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { tickets } from '../../db/schema/tickets.ts';
import { isDueSometime, isWaiting, webhookDeliveries as deliveries, webhooks } from '../../db/schema/webhooks.ts';
import { notFound } from '../errors.ts';
import { cursorAt, placeIn } from '../http/cursor.ts';
import type { Secrets } from '../secrets/sealing.ts';
import {
  type Delivery,
  DELIVERIES_PER_PAGE,
  type DeliveryList,
  type Webhook,
  WEBHOOKS_MOST,
  type WholeDelivery,
  isWebhookEvent,
} from './contract.ts';
import { purposeOf } from './secrets-of.ts';

export type StoredWebhook = typeof webhooks.$inferSelect;
export type StoredDelivery = typeof deliveries.$inferSelect;

const DAY_MS = 86_400_000;

const all = prepared((db) => db.select().from(webhooks).orderBy(asc(webhooks.id)).limit(WEBHOOKS_MOST));
const byId = prepared((db) =>
  db
    .select()
    .from(webhooks)
    .where(eq(webhooks.id, bound('id'))),
);
const active = prepared((db) => db.select().from(webhooks).where(eq(webhooks.active, true)));

export const activeWebhooks = (db: Db) => active(db).execute();
export const storedWebhooks = (db: Db) => all(db).execute();

export async function findWebhook(db: Db, id: string): Promise<StoredWebhook | null> {
  const [row] = await byId(db).execute({ id });
  return row ?? null;
}

export async function requireWebhook(db: Db, id: string): Promise<StoredWebhook> {
  const row = await findWebhook(db, id);
  if (!row) throw notFound();
  return row;
}

const told = prepared((db) =>
  db
    .select({ webhookId: deliveries.webhookId, state: deliveries.state, n: count() })
    .from(deliveries)
    .where(or(isWaiting, gte(deliveries.createdAt, bound('since'))))
    .groupBy(deliveries.webhookId, deliveries.state),
);

/** Counts the deliveries of a day; only for a page that few people open. */
export async function webhookList(db: Db, secrets: Secrets, now: number): Promise<Webhook[]> {
  const counts = await told(db).execute({ since: now - DAY_MS });
  return (await storedWebhooks(db)).map((row) => toWebhook(row, { secrets, counts, now }));
}

export async function webhookById(db: Db, id: string, { secrets, now }: { secrets: Secrets; now: number }) {
  const counts = await told(db).execute({ since: now - DAY_MS });
  return toWebhook(await requireWebhook(db, id), { secrets, counts, now });
}

interface Beside {
  secrets: Secrets;
  counts: { webhookId: string; state: StoredDelivery['state']; n: number }[];
  now: number;
}

function toWebhook(row: StoredWebhook, { secrets, counts, now }: Beside): Webhook {
  const { secret, oldSecret: _old, oldSecretUntil, after: _after, ...shown } = row;
  const countOf = (state: StoredDelivery['state']) =>
    counts.find((one) => one.webhookId === row.id && one.state === state)?.n ?? 0;
  return {
    ...shown,
    // Types that an older version knew are left out.
    events: row.events?.filter(isWebhookEvent) ?? null,
    hasSecret: secrets.open(secret, purposeOf(row.id)) !== null,
    oldSecretUntil: oldSecretUntil !== null && oldSecretUntil > now ? oldSecretUntil : null,
    told: { delivered: countOf('delivered'), failed: countOf('failed'), waiting: countOf('waiting') },
  };
}

const {
  sentAt: _sentAt,
  request: _request,
  answer: _answer,
  webhookId: _webhookId,
  ...listed
} = getTableColumns(deliveries);

/** Newest first. */
export async function deliveryPageOf(
  db: Db,
  webhookId: string,
  { state, type, q, cursor, limit = DELIVERIES_PER_PAGE }: DeliveryList,
): Promise<{ items: Delivery[]; next: string | null }> {
  const bind = [webhookId, state, type, q];
  const rows = await db
    .select({ ...listed, ticketNumber: tickets.number })
    .from(deliveries)
    .leftJoin(tickets, eq(tickets.id, deliveries.ticketId))
    .where(
      and(
        eq(deliveries.webhookId, webhookId),
        state && eq(deliveries.state, state),
        type && eq(deliveries.type, type),
        q ? matching(q) : undefined,
        cursor === undefined ? undefined : lt(deliveries.id, placeIn(cursor, bind)),
      ),
    )
    .orderBy(desc(deliveries.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, next: last ? cursorAt(last.id, bind) : null };
}

const matching = (q: string) =>
  /^#?\d{1,15}$/u.test(q) ? eq(tickets.number, Number(q.replace('#', ''))) : eq(deliveries.messageId, q);

/** `mayRead`: the caller may read what the webhook carries. */
export async function deliveryById(
  db: Db,
  { webhookId, id, mayRead }: { webhookId: string; id: string; mayRead: boolean },
): Promise<WholeDelivery> {
  const { sentAt, request, answer } = deliveries;
  const [row] = await db
    .select({ ...listed, sentAt, request, answer, ticketNumber: tickets.number })
    .from(deliveries)
    .leftJoin(tickets, eq(tickets.id, deliveries.ticketId))
    .where(and(eq(deliveries.id, id), eq(deliveries.webhookId, webhookId)));
  if (!row) throw notFound();
  return mayRead ? row : { ...row, request: null, answer: null };
}

const due = prepared((db) =>
  db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.webhookId, bound('webhookId')), isDueSometime, lte(deliveries.dueAt, bound('now'))))
    .orderBy(asc(deliveries.dueAt), asc(deliveries.eventId))
    .limit(sql.placeholder('most')),
);
/** The first of each lane whose time has come. */
export const dueDeliveries = (db: Db, input: { webhookId: string; now: number; most: number }) =>
  due(db).execute(input);

const next = prepared((db) =>
  db
    .select({ at: min(deliveries.dueAt) })
    .from(deliveries)
    .where(and(eq(deliveries.webhookId, bound('webhookId')), isDueSometime)),
);
export async function nextDueAt(db: Db, webhookId: string): Promise<number | null> {
  const [row] = await next(db).execute({ webhookId });
  return row?.at ?? null;
}

/** Adds deliveries, and keeps the rule of `dueAt`: only the first waiting delivery of a lane has one. */
import { and, asc, eq, inArray, isNull, lt, notExists, or, sql } from 'drizzle-orm';
import { alias, bound } from '#dialect';
import { prepared } from '../../db/database.ts';
import { uuidv7 } from '../../db/ids.ts';
import { isWaiting, webhookDeliveries as deliveries } from '../../db/schema/webhooks.ts';
import type { Unit } from '../commit.ts';
import { enqueueAll } from '../jobs/enqueue.ts';
import type { EventRow } from '../jobs/followers.ts';
import { epochOf } from '../live/snapshot.ts';

/** A statement takes some 30,000 values. */
const ROWS_AT_ONCE = 1_000;

export interface NewDelivery {
  webhookId: string;
  event: Pick<EventRow, 'id' | 'ticketId' | 'type'>;
}

/** What is there already is sent again, unless it still waits. */
export async function addDeliveries(unit: Unit, added: NewDelivery[]) {
  if (added.length === 0) return;
  const { tx, now } = unit;
  const epoch = (await epochOf(tx)).slice(0, 8);
  const rows = added.map(({ webhookId, event }) => ({
    id: uuidv7(),
    webhookId,
    eventId: event.id,
    ticketId: event.ticketId,
    type: event.type,
    // A restored database counts its events anew from the backup, and has another epoch.
    messageId: `msg_${epoch}_${event.id}`,
    state: 'waiting' as const,
    sentAt: [],
    createdAt: now,
  }));
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await tx
      .insert(deliveries)
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .onConflictDoUpdate({
        target: [deliveries.webhookId, deliveries.eventId],
        set: { state: 'waiting', attempts: 0, endedAt: null },
        setWhere: sql`${deliveries.state} <> 'waiting'`,
      });
  await startLanes(unit, {
    webhookIds: [...new Set(added.map(({ webhookId }) => webhookId))],
    ticketIds: [...new Set(added.map(({ event }) => event.ticketId))],
  });
}

const earlier = alias(deliveries, 'earlier');

/** Makes the first delivery due in each lane where none is; without `ticketIds` in every lane of these webhooks. */
export async function startLanes(
  unit: Unit,
  { webhookIds, ticketIds }: { webhookIds: string[]; ticketIds?: string[] },
) {
  const { tx, now } = unit;
  const inFront = tx
    .select({ id: earlier.id })
    .from(earlier)
    .where(
      and(
        eq(earlier.webhookId, deliveries.webhookId),
        eq(earlier.ticketId, deliveries.ticketId),
        eq(earlier.state, 'waiting'),
        or(sql`${earlier.dueAt} IS NOT NULL`, lt(earlier.eventId, deliveries.eventId)),
      ),
    );
  await tx
    .update(deliveries)
    .set({ dueAt: now })
    .where(
      and(
        inArray(deliveries.webhookId, webhookIds),
        ticketIds && inArray(deliveries.ticketId, ticketIds),
        isWaiting,
        isNull(deliveries.dueAt),
        notExists(inFront),
      ),
    );
  await wake(unit, webhookIds);
}

/** Starts the job that sends what is due. */
const wake = (unit: Unit, webhookIds: string[]) =>
  enqueueAll(
    unit,
    webhookIds.map((key) => ({ kind: 'webhook.deliver' as const, key, payload: {} })),
  );

const following = prepared((db) =>
  db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.webhookId, bound('webhookId')), eq(deliveries.ticketId, bound('ticketId')), isWaiting))
    .orderBy(asc(deliveries.eventId))
    .limit(1),
);

/** After the first delivery of a lane ended: the next one is due at once. */
export async function moveLane({ tx, now }: Unit, lane: { webhookId: string; ticketId: string }) {
  const [next] = await following(tx).execute(lane);
  if (next) await tx.update(deliveries).set({ dueAt: now }).where(eq(deliveries.id, next.id));
}

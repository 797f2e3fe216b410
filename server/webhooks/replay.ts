import { and, asc, count, eq, gt, lte } from 'drizzle-orm';
import { events } from '../../db/schema/events.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { webhookDeliveries as deliveries } from '../../db/schema/webhooks.ts';
import { audit } from '../audit/commands.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { AppError, invalidFields, notFound } from '../errors.ts';
import { head, lastEventBefore } from '../events/places.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { RestOfReplay } from '../jobs/payloads.ts';
import { LOG_KEPT_DAYS } from './contract.ts';
import { hears } from './following.ts';
import { addDeliveries } from './lanes.ts';
import { findWebhook, requireWebhook } from './queries.ts';

const DAY_MS = 86_400_000;
/** Per unit, some milliseconds of work. */
const EVENTS_AT_ONCE = 200;

const off = () => new AppError(409, 'webhooks.off', 'This webhook is off. Turn it on first.');

/** Sends one delivery again, with the same `webhook-id`. One that waits is tried now. */
export const replayDelivery = command(
  { needs: ['update', 'settings'] },
  async (unit, actor, { webhookId, id }: { webhookId: string; id: string }) => {
    const hook = await requireWebhook(unit.tx, webhookId);
    const [delivery] = await unit.tx
      .select()
      .from(deliveries)
      .where(and(eq(deliveries.id, id), eq(deliveries.webhookId, webhookId)));
    if (!delivery) throw notFound();
    const { eventId, ticketId, type } = delivery;
    if (eventId === null || ticketId === null)
      throw new AppError(409, 'webhooks.test', 'A test cannot be sent again. Send a new one.');
    if (!hook.active) throw off();
    const [event] = await unit.tx.select().from(events).where(eq(events.id, eventId));
    if (!event) throw notFound();
    if (delivery.dueAt !== null) await unit.tx.update(deliveries).set({ dueAt: unit.now }).where(eq(deliveries.id, id));
    await addDeliveries(unit, [{ webhookId, event }]);
    await audit(unit, { actorId: actor.id, action: 'webhook.replayed', targetId: webhookId, data: { eventId, type } });
  },
);

/** Sends every event since a time again, by a job, part by part. */
export const replayAll = command(
  { needs: ['update', 'settings'] },
  async (unit, actor, { webhookId, since }: { webhookId: string; since: number }) => {
    const hook = await requireWebhook(unit.tx, webhookId);
    if (!hook.active) throw off();
    if (since < unit.now - LOG_KEPT_DAYS * DAY_MS)
      throw invalidFields({ since: `Choose a time in the last ${LOG_KEPT_DAYS} days.` });
    if (since > unit.now) throw invalidFields({ since: 'Choose a time in the past.' });
    const after = await lastEventBefore(unit.tx, since);
    const upTo = await head(unit.tx);
    const [found] = await unit.tx
      .select({ n: count() })
      .from(events)
      .where(and(gt(events.id, after), lte(events.id, upTo)));
    await enqueue(unit, { kind: 'webhook.replay', key: webhookId, payload: { after, upTo } });
    await audit(unit, { actorId: actor.id, action: 'webhook.replayed_all', targetId: webhookId, data: { since } });
    return { events: found?.n ?? 0 };
  },
);

/** What the job does. */
export async function continueReplay(unit: Unit, webhookId: string, { after, upTo }: RestOfReplay) {
  // Asked again while it ran: that job begins anew and covers the newer wish.
  const newer = and(eq(jobs.kind, 'webhook.replay'), eq(jobs.key, webhookId));
  if ((await unit.tx.select({ id: jobs.id }).from(jobs).where(newer)).length > 0) return;
  const hook = await findWebhook(unit.tx, webhookId);
  if (!hook?.active) return;
  const part = await unit.tx
    .select()
    .from(events)
    .where(and(gt(events.id, after), lte(events.id, upTo)))
    .orderBy(asc(events.id))
    .limit(EVENTS_AT_ONCE);
  // Also what it missed while it was off.
  const heard = part.filter((event) => hears({ ...hook, after: 0 }, event));
  await addDeliveries(
    unit,
    heard.map((event) => ({ webhookId, event })),
  );
  const last = part.at(-1);
  if (part.length === EVENTS_AT_ONCE && last)
    await enqueue(unit, { kind: 'webhook.replay', key: webhookId, payload: { after: last.id, upTo } });
}

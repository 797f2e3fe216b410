/** What follows from an attempt: the next attempt, the next of the lane, and whether the webhook stays on. */
import { and, eq } from 'drizzle-orm';
import { isWaiting, webhookDeliveries as deliveries, webhooks } from '../../db/schema/webhooks.ts';
import { audit } from '../audit/commands.ts';
import type { Unit } from '../commit.ts';
import type { OffReason } from './contract.ts';
import { moveLane } from './lanes.ts';
import { requireWebhook, type StoredDelivery } from './queries.ts';
import { ATTEMPTS_MOST, FAILING_MOST_MS, pauseAfter } from './schedule.ts';

export interface Attempt {
  /** Null if there was no answer; then `error` says why. */
  status: number | null;
  error: string | null;
  tookMs: number;
  sentAt: number;
  retryAfter?: string | undefined;
  request: string;
  answer: string | null;
}

const GONE = 410;
export const isSuccess = ({ status }: Attempt) => status !== null && status >= 200 && status < 300;

/** Only 2xx is a success. Nothing happens if the delivery ended, or went with its webhook, meanwhile. */
export async function record(unit: Unit, delivery: StoredDelivery, attempt: Attempt) {
  const { tx, now } = unit;
  const attempts = delivery.attempts + 1;
  const isOver = isSuccess(attempt) || attempts >= ATTEMPTS_MOST;
  const { status, error, tookMs, request, answer } = attempt;
  const recorded = await tx
    .update(deliveries)
    .set({
      ...{ attempts, status, error, tookMs: Math.round(tookMs), request, answer },
      sentAt: [...delivery.sentAt, attempt.sentAt].slice(-ATTEMPTS_MOST),
      state: isSuccess(attempt) ? 'delivered' : isOver ? 'failed' : 'waiting',
      dueAt: isOver ? null : now + pauseAfter(attempts, attempt.retryAfter, now),
      endedAt: isOver ? now : null,
    })
    .where(and(eq(deliveries.id, delivery.id), isWaiting))
    .returning({ id: deliveries.id });
  if (recorded.length === 0) return;
  const { webhookId, ticketId } = delivery;
  if (isOver && ticketId !== null) await moveLane(unit, { webhookId, ticketId });
  await judge(unit, webhookId, attempt);
}

/** Keeps `failingSince`, and turns off a webhook whose receiver is gone or has failed for days. */
async function judge(unit: Unit, webhookId: string, attempt: Attempt) {
  const { tx, now } = unit;
  const hook = await requireWebhook(tx, webhookId);
  if (isSuccess(attempt)) {
    if (hook.failingSince !== null)
      await tx.update(webhooks).set({ failingSince: null }).where(eq(webhooks.id, webhookId));
    return;
  }
  if (!hook.active) return;
  const failingSince = hook.failingSince ?? now;
  if (hook.failingSince === null) await tx.update(webhooks).set({ failingSince }).where(eq(webhooks.id, webhookId));
  if (attempt.status === GONE) await turnOff(unit, webhookId, 'gone');
  else if (now - failingSince >= FAILING_MOST_MS) await turnOff(unit, webhookId, 'failing');
}

/** What still waits is sent when somebody turns it on again. */
async function turnOff(unit: Unit, id: string, reason: OffReason) {
  const { tx, now } = unit;
  await tx
    .update(webhooks)
    .set({ active: false, offReason: reason, offAt: now, updatedAt: now })
    .where(eq(webhooks.id, id));
  await audit(unit, { actorId: null, action: 'webhook.turned_off', targetId: id, data: { reason } });
}

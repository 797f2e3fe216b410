import { count, eq } from 'drizzle-orm';
import { isDeepStrictEqual } from 'node:util';
import { webhookDeliveries as deliveries, webhooks } from '../../db/schema/webhooks.ts';
import { audit, changes } from '../audit/commands.ts';
import type { Actor } from '../auth/actor.ts';
import { command } from '../auth/command.ts';
import { type Access, requireRight } from '../auth/policy.ts';
import type { Unit } from '../commit.ts';
import { AppError, idReused, invalidFields } from '../errors.ts';
import { head } from '../events/places.ts';
import { startFollowing, stopFollowing } from '../jobs/followers.ts';
import type { AllowList } from '../outbound/allow-list.ts';
import { addressProblem } from '../outbound/destination.ts';
import { TEST_TYPE } from './body.ts';
import {
  type Carries,
  type CreateWebhook,
  type EditWebhook,
  NOTES_NEEDED,
  notesAgree,
  OLD_SECRET_MS,
  WEBHOOKS_MOST,
} from './contract.ts';
import { webhooksFollower } from './following.ts';
import { startLanes } from './lanes.ts';
import { type Attempt, isSuccess } from './outcome.ts';
import { findWebhook, requireWebhook } from './queries.ts';

const updates: Access = { needs: ['update', 'settings'] };

/** Nobody sends to a program what they may not read themselves. */
export function requireMayHear(actor: Actor, { carries, notes }: { carries: Carries; notes: boolean }) {
  if (carries === 'staff') requireRight(actor, 'view', 'tickets');
  if (carries === 'staff') requireRight(actor, 'view', 'messages');
  if (notes) requireRight(actor, 'view', 'notes');
}

function requireCallable(url: string, allow: AllowList) {
  const problem = addressProblem(url, allow);
  if (problem) throw invalidFields({ url: problem });
}

interface Create {
  id: string;
  input: Omit<CreateWebhook, 'id'>;
  sealedSecret: string;
  allow: AllowList;
}

/** `isNew` is false for a retry. */
export const createWebhook = command(
  { needs: ['create', 'settings'] },
  async (unit, actor, { id, input, sealedSecret, allow }: Create) => {
    const { tx, now } = unit;
    requireMayHear(actor, input);
    requireCallable(input.url, allow);
    const known = await findWebhook(tx, id);
    if (known) {
      const { name, url, events, carries, notes, template } = known;
      if (!isDeepStrictEqual({ name, url, events, carries, notes, template }, input)) throw idReused();
      return { isNew: false };
    }
    const [there] = await tx.select({ n: count() }).from(webhooks);
    if ((there?.n ?? 0) >= WEBHOOKS_MOST)
      throw new AppError(409, 'webhooks.full', `There are ${WEBHOOKS_MOST} webhooks already. Delete one first.`);
    const times = { secretAt: now, createdAt: now, updatedAt: now };
    await tx.insert(webhooks).values({ id, ...input, after: await head(tx), secret: sealedSecret, ...times });
    await startFollowing(unit, webhooksFollower.name);
    const { carries, notes, template } = input;
    await audit(unit, {
      actorId: actor.id,
      action: 'webhook.created',
      targetId: id,
      after: { carries, notes, template },
    });
    return { isNew: true };
  },
);

const FIELDS = ['name', 'url', 'events', 'carries', 'notes', 'template', 'active'] as const;

export const editWebhook = command(
  updates,
  async (unit, actor, { id, input, allow }: { id: string; input: EditWebhook; allow: AllowList }) => {
    const { tx, now } = unit;
    const known = await requireWebhook(tx, id);
    const { name = known.name, url = known.url, carries = known.carries, notes = known.notes } = input;
    const { events = known.events, template = known.template, active = known.active } = input;
    const wanted = { name, url, events, carries, notes, template, active };
    const changed = FIELDS.filter((field) => !isDeepStrictEqual(known[field], wanted[field]));
    if (changed.length === 0) return;
    // Another address would send elsewhere what this webhook carries.
    requireMayHear(actor, wanted);
    if (url !== known.url) requireCallable(url, allow);
    if (!notesAgree({ events, notes })) throw invalidFields({ events: NOTES_NEEDED });
    const state = active
      ? { offReason: null, offAt: null }
      : { offReason: known.offReason ?? ('person' as const), offAt: known.offAt ?? now };
    const isTurnedOn = active && !known.active;
    await tx
      .update(webhooks)
      .set({ ...wanted, ...state, updatedAt: now, ...(isTurnedOn && { after: await head(tx), failingSince: null }) })
      .where(eq(webhooks.id, id));
    if (isTurnedOn) await startLanes(unit, { webhookIds: [id] });
    const differ = changes(known, wanted, {
      values: ['events', 'carries', 'notes', 'template', 'active'],
      // The address of a chat is a secret.
      texts: ['name', 'url'],
    });
    await audit(unit, { actorId: actor.id, action: 'webhook.edited', targetId: id, ...differ });
  },
);

/** With its log. What still waits is not sent. */
export const deleteWebhook = command({ needs: ['delete', 'settings'] }, async (unit, actor, { id }: { id: string }) => {
  await requireWebhook(unit.tx, id);
  await unit.tx.delete(webhooks).where(eq(webhooks.id, id));
  const [left] = await unit.tx.select({ n: count() }).from(webhooks);
  if ((left?.n ?? 0) === 0) await stopFollowing(unit, webhooksFollower.name);
  await audit(unit, { actorId: actor.id, action: 'webhook.deleted', targetId: id });
});

/** The secret until now signs for another day. A second rotation in that day ends the first secret at once. */
export const rotateSecret = command(
  updates,
  async (unit, actor, { id, sealedSecret }: { id: string; sealedSecret: string }) => {
    const { tx, now } = unit;
    const known = await requireWebhook(tx, id);
    requireMayHear(actor, known);
    const oldSecretUntil = now + OLD_SECRET_MS;
    await tx
      .update(webhooks)
      .set({ secret: sealedSecret, secretAt: now, oldSecret: known.secret, oldSecretUntil, updatedAt: now })
      .where(eq(webhooks.id, id));
    await audit(unit, { actorId: actor.id, action: 'webhook.rotated', targetId: id });
    return { oldSecretUntil };
  },
);

interface Test {
  id: string;
  webhookId: string;
  messageId: string;
  attempt: Attempt;
}

/** Logs a test that was sent. It says nothing about the health of the webhook. */
export const logTest = command(updates, async (unit: Unit, actor, { id, webhookId, messageId, attempt }: Test) => {
  const { now } = unit;
  const { status, error, tookMs, request, answer, sentAt } = attempt;
  const state = isSuccess(attempt) ? ('delivered' as const) : ('failed' as const);
  await unit.tx.insert(deliveries).values({
    ...{ id, webhookId, messageId, type: TEST_TYPE, state, attempts: 1, sentAt: [sentAt] },
    ...{ status, error, tookMs: Math.round(tookMs), request, answer, createdAt: now, endedAt: now },
  });
  await audit(unit, { actorId: actor.id, action: 'webhook.tested', targetId: webhookId, data: { status } });
});

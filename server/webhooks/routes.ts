import { Hono } from 'hono';
import * as v from 'valibot';
import { uuidv7 } from '../../db/ids.ts';
import type { Actor } from '../auth/actor.ts';
import { can } from '../auth/policy.ts';
import type { Deps } from '../deps.ts';
import { stopping } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import type { Thing } from '../http/etag.ts';
import { valid } from '../http/validate.ts';
import { uuid } from '../text/contract.ts';
import { testSaid } from './body.ts';
import { createWebhook, deleteWebhook, editWebhook, logTest, rotateSecret } from './commands.ts';
import * as contract from './contract.ts';
import { deliveryById, deliveryPageOf, requireWebhook, webhookById, webhookList } from './queries.ts';
import { replayAll, replayDelivery } from './replay.ts';
import { purposeOf, secretsOf } from './secrets-of.ts';
import { attempt, testLetterOf } from './sending.ts';
import { newWebhookSecret } from './signature.ts';

const webhookId = v.object({ id: uuid });
const deliveryId = v.object({ id: uuid, deliveryId: uuid });
const access = { needs: ['view', 'settings'] } as const;

const mayRead = (actor: Actor, { carries, notes }: { carries: contract.Carries; notes: boolean }) =>
  (carries === 'ids' || (can(actor, 'view', 'tickets') && can(actor, 'view', 'messages'))) &&
  (!notes || can(actor, 'view', 'notes'));

/** At `/api/webhooks`. */
export const webhookRoutes = ({ guard: { guarded, matching, spends }, config, db, commit, clock, secrets }: Deps) => {
  const { allow } = config;
  const webhook: Thing<contract.Webhook> = {
    name: 'webhook',
    access,
    read: (db, _actor, id) => webhookById(db, id, { secrets, now: clock() }),
    // Deliveries do not stand in the way of an edit.
    edited: ({ told: _told, failingSince: _since, ...webhook }) => webhook,
  };
  const shown = (id: string) => webhookById(db.reader, id, { secrets, now: clock() });
  return new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        ...access,
        limit: 'read',
        summary: 'List the webhooks with their health',
        answers: v.object({ items: v.array(contract.webhook) }),
        tagged: true,
      }),
      async (c) => c.json({ items: await webhookList(db.reader, secrets, clock()) }),
    )
    .post(
      '/',
      guarded({
        ...createWebhook.access,
        limit: 'change',
        summary: 'Add a webhook; its secret is shown only once',
        answers: contract.createdWebhook,
        status: 201,
        once: true,
      }),
      valid('json', contract.createWebhook),
      async (c) => {
        const { id = uuidv7(), ...input } = c.req.valid('json');
        const secret = newWebhookSecret();
        const sealedSecret = secrets.seal(secret, purposeOf(id));
        const { isNew } = await commit((unit) => createWebhook(unit, c.var.actor, { id, input, sealedSecret, allow }));
        return c.json({ ...(await shown(id)), secret: isNew ? secret : null }, isNew ? 201 : 200);
      },
    )
    .get(
      '/:id',
      guarded({ ...access, limit: 'read', summary: 'Get a webhook', answers: contract.webhook, tagged: webhook }),
      valid('param', webhookId),
      async (c) => c.json(await shown(c.req.valid('param').id)),
    )
    .patch(
      '/:id',
      guarded({
        ...editWebhook.access,
        limit: 'change',
        summary: 'Edit a webhook, or turn it off or on',
        answers: contract.webhook,
        tagged: webhook,
      }),
      valid('param', webhookId),
      valid('json', contract.editWebhook),
      async (c) => {
        const { id } = c.req.valid('param');
        const input = c.req.valid('json');
        await matching(c, webhook, (unit) => editWebhook(unit, c.var.actor, { id, input, allow }));
        return c.json(await shown(id));
      },
    )
    .delete(
      '/:id',
      guarded({
        ...deleteWebhook.access,
        limit: 'change',
        summary: 'Delete a webhook and its log',
        answers: null,
        tagged: webhook,
      }),
      valid('param', webhookId),
      async (c) => {
        await matching(c, webhook, (unit) => deleteWebhook(unit, c.var.actor, c.req.valid('param')));
        return c.body(null, 204);
      },
    )
    .post(
      '/:id/rotate',
      guarded({
        ...rotateSecret.access,
        limit: 'change',
        summary: 'Replace the secret of a webhook; both sign for 24 hours',
        answers: contract.newSecret,
        status: 201,
        once: true,
      }),
      valid('param', webhookId),
      async (c) => {
        const { id } = c.req.valid('param');
        const secret = newWebhookSecret();
        const sealedSecret = secrets.seal(secret, purposeOf(id));
        const { oldSecretUntil } = await commit((unit) => rotateSecret(unit, c.var.actor, { id, sealedSecret }));
        return c.json({ secret, oldSecretUntil }, 201);
      },
    )
    .post(
      '/:id/test',
      guarded({
        ...logTest.access,
        limit: 'change',
        summary: 'Send a test to a webhook, and see the answer',
        answers: contract.wholeDelivery,
      }),
      valid('param', webhookId),
      spends('webhook_test'),
      async (c) => {
        const hook = await requireWebhook(db.reader, c.req.valid('param').id);
        const now = clock();
        const id = uuidv7();
        const letter = testLetterOf(hook, `msg_test_${id}`, testSaid(hook.id, now));
        const sent = { secrets: secretsOf(hook, secrets, now), allow, now, signal: c.req.raw.signal };
        const done = await attempt(hook, letter, sent);
        if (!done) throw stopping();
        const test = { id, webhookId: hook.id, messageId: letter.messageId, attempt: done };
        await commit((unit) => logTest(unit, c.var.actor, test));
        return c.json(await deliveryById(db.reader, { webhookId: hook.id, id, mayRead: true }));
      },
    )
    .get(
      '/:id/deliveries',
      guarded({
        ...access,
        limit: 'read',
        summary: 'List what a webhook was told, newest first',
        answers: contract.deliveryPage,
      }),
      valid('param', webhookId),
      valid('query', contract.deliveryList),
      async (c) => {
        const { id } = await requireWebhook(db.reader, c.req.valid('param').id);
        return c.json(await deliveryPageOf(db.reader, id, c.req.valid('query')));
      },
    )
    .get(
      '/:id/deliveries/:deliveryId',
      guarded({
        ...access,
        limit: 'read',
        summary: 'Get a delivery with its request and answer',
        answers: contract.wholeDelivery,
      }),
      valid('param', deliveryId),
      async (c) => {
        const { id, deliveryId: delivery } = c.req.valid('param');
        const hook = await requireWebhook(db.reader, id);
        const read = { webhookId: id, id: delivery, mayRead: mayRead(c.var.actor, hook) };
        return c.json(await deliveryById(db.reader, read));
      },
    )
    .post(
      '/:id/deliveries/:deliveryId/replay',
      guarded({
        ...replayDelivery.access,
        limit: 'change',
        summary: 'Send a delivery again, or now if it waits',
        answers: null,
      }),
      valid('param', deliveryId),
      async (c) => {
        const { id, deliveryId: delivery } = c.req.valid('param');
        await commit((unit) => replayDelivery(unit, c.var.actor, { webhookId: id, id: delivery }));
        return c.body(null, 204);
      },
    )
    .post(
      '/:id/replay',
      guarded({
        ...replayAll.access,
        limit: 'change',
        summary: 'Send every event since a time again',
        answers: contract.replaying,
      }),
      valid('param', webhookId),
      valid('json', contract.replaySince),
      async (c) => {
        const input = { webhookId: c.req.valid('param').id, ...c.req.valid('json') };
        return c.json(await commit((unit) => replayAll(unit, c.var.actor, input)));
      },
    );
};

import { createHmac, timingSafeEqual } from 'node:crypto';
import { expect } from 'vitest';
import type { CreateWebhook, Delivery, Webhook, WholeDelivery } from '../../server/webhooks/contract.ts';
import type { Person } from './person.ts';
import type { Received } from './receiver.ts';

export interface AddedWebhook extends Webhook {
  secret: string;
}

export async function addWebhook(zoe: Person, url: string, input: Partial<CreateWebhook> = {}): Promise<AddedWebhook> {
  const { status, body } = await zoe.post<AddedWebhook>('/api/webhooks', { name: 'Warehouse', url, ...input });
  expect(status).toBe(201);
  return body;
}

export const logOf = async (zoe: Person, id: string, query = '') =>
  (await zoe.get<{ items: Delivery[]; next: string | null }>(`/api/webhooks/${id}/deliveries${query}`)).body.items;

export const deliveryOf = async (zoe: Person, id: string, deliveryId: string) =>
  (await zoe.get<WholeDelivery>(`/api/webhooks/${id}/deliveries/${deliveryId}`)).body;

export const webhookOf = async (zoe: Person, id: string) => (await zoe.get<Webhook>(`/api/webhooks/${id}`)).body;

export interface Told {
  type: string;
  timestamp: string;
  data: { eventId: number; ticketId: string; ticketNumber: number | null; messageId?: string; noteId?: string };
}
export const toldBy = ({ body }: Received) => JSON.parse(body) as Told;

/** As a receiver verifies, written from the specification and not from our code. */
export function isSigned({ headers, body }: Received, secret: string, now = Date.now()): boolean {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
    String(headers[`webhook-${name}`]),
  );
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  const age = Math.abs(now / 1_000 - Number(timestamp));
  return (
    age < 300 &&
    (signatures ?? '').split(' ').some((signature) => {
      const [version, value = ''] = signature.split(',');
      const given = Buffer.from(value, 'base64');
      return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
    })
  );
}

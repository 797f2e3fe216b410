import type { EditWebhook } from '../../../server/webhooks/contract.ts';
import { request } from '../../shared/request.ts';

export interface Filters {
  state: string;
  q: string;
}

/** Kept apart from the other calls: only admins load it. */
export const webhookApi = {
  list: () => request('GET', '/webhooks'),
  one: (id: string) => request('GET', `/webhooks/${id}`),
  add: (input: EditWebhook & { id: string; name: string; url: string }) => request('POST', '/webhooks', input),
  edit: (id: string, input: EditWebhook) => request('PATCH', `/webhooks/${id}`, input),
  remove: (id: string) => request('DELETE', `/webhooks/${id}`),
  rotate: (id: string) => request('POST', `/webhooks/${id}/rotate`, {}),
  test: (id: string) => request('POST', `/webhooks/${id}/test`, {}),
  deliveries: (id: string, { state, q }: Filters, cursor: string | null) =>
    request(
      'GET',
      `/webhooks/${id}/deliveries?${new URLSearchParams([
        ...(state ? [['state', state]] : []),
        ...(q.trim() ? [['q', q.trim()]] : []),
        ...(cursor ? [['cursor', cursor]] : []),
      ])}`,
    ),
  delivery: (id: string, deliveryId: string) => request('GET', `/webhooks/${id}/deliveries/${deliveryId}`),
  replay: (id: string, deliveryId: string) => request('POST', `/webhooks/${id}/deliveries/${deliveryId}/replay`, {}),
  replayAll: (id: string, since: number) => request('POST', `/webhooks/${id}/replay`, { since }),
};

/** Only the host: the address of a chat is a secret. */
export const hostOf = (url: string) => URL.parse(url)?.host ?? url;

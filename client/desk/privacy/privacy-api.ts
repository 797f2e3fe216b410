import type { SetRule } from '../../../server/retention/contract.ts';
import { request } from '../../shared/request.ts';

/** Kept apart from the other calls: only admins load it. */
export const privacyApi = {
  rules: () => request('GET', '/retention'),
  setRule: (scope: string, rule: SetRule) => request('PUT', `/retention/${scope}`, rule),
  removeRule: (scope: string) => request('DELETE', `/retention/${scope}`),
  forecast: (scope: string, { months, resolved }: { months: string; resolved: boolean }) =>
    request('GET', `/retention/${scope}/forecast?${new URLSearchParams({ months, resolved: String(resolved) })}`),
  sites: () => request('GET', '/sites'),
  holds: () => request('GET', '/holds'),
  holdsOf: (ticketId: string) => request('GET', `/tickets/${ticketId}/hold`),
  hold: (kind: 'tickets' | 'users', id: string, reason: string) =>
    kind === 'tickets'
      ? request('PUT', `/tickets/${id}/hold`, { reason })
      : request('PUT', `/users/${id}/hold`, { reason }),
  endHold: (kind: 'tickets' | 'users', id: string) =>
    kind === 'tickets' ? request('DELETE', `/tickets/${id}/hold`) : request('DELETE', `/users/${id}/hold`),
  exports: () => request('GET', '/exports'),
  ask: (userId: string, notes: boolean) => request('POST', `/users/${userId}/exports`, { notes }),
};

/**
 * Asks for the export first, which asks who is there if the last sign-in is old: the browser, which downloads the archive,
 * could only show the refusal.
 */
export async function download(id: string): Promise<void> {
  await request('GET', `/exports/${id}`);
  const link = document.createElement('a');
  link.href = `/api/exports/${id}/archive`;
  link.download = '';
  link.click();
}

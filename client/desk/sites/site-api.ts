import type { CreateSite, EditSite } from '../../../server/sites/contract.ts';
import { request } from '../../shared/request.ts';

/** Kept apart from the other calls: only admins load it. */
export const siteApi = {
  list: () => request('GET', '/sites'),
  one: (id: string) => request('GET', `/sites/${id}`),
  add: (input: Pick<CreateSite, 'id' | 'name' | 'origins'>) => request('POST', '/sites', input),
  edit: (id: string, input: EditSite) => request('PATCH', `/sites/${id}`, input),
  remove: (id: string) => request('DELETE', `/sites/${id}`),
  makeSecret: (id: string) => request('POST', `/sites/${id}/identity-secret`, {}),
  dropSecret: (id: string) => request('DELETE', `/sites/${id}/identity-secret`),
  check: (id: string, token: string) => request('POST', `/sites/${id}/identity-check`, { token }),
};

/** Turns a typed or pasted page address into an origin. Other text is left for the server to refuse. */
export function originIn(text: string): string {
  const typed = text.trim();
  if (typed === '') return '';
  const url = URL.parse(/^[a-z][a-z+.-]*:\/\//iu.test(typed) ? typed : `https://${typed}`);
  return url && /^https?:$/u.test(url.protocol) && !url.username ? url.origin : typed;
}

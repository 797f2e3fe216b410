import type { Rights, RoleKind } from '../../../server/people/contract.ts';
import { request } from '../../shared/request.ts';

export const rolesApi = {
  list: () => request('GET', '/roles'),
  one: (code: string) => request('GET', `/roles/${code}`),
  add: (input: { name: string; kind?: RoleKind; rights?: Rights }) => request('POST', '/roles', input),
  rename: (code: string, name: string) => request('PATCH', `/roles/${code}`, { name }),
  setRights: (code: string, rights: Rights) => request('PUT', `/roles/${code}/permissions`, { rights }),
  preview: (code: string) => request('GET', `/roles/${code}/preview`),
  remove(code: string, replaceBy: string | null) {
    const query: `?${string}` | '' = replaceBy ? `?replaceBy=${replaceBy}` : '';
    return request('DELETE', `/roles/${code}${query}`);
  },
  person: (id: string) => request('GET', `/users/${id}`),
  ofPerson: (id: string) => request('GET', `/users/${id}/permissions`),
  setOfPerson: (id: string, own: Rights) => request('PUT', `/users/${id}/permissions`, { own }),
};

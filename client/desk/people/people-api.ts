import { request } from '../../shared/request.ts';

interface Edit {
  name?: string;
  email?: string;
  locale?: string;
  timeZone?: string;
  role?: string;
  active?: boolean;
  capacity?: number;
}

export const peopleApi = {
  page(cursor: string | null) {
    const query: `?${string}` = cursor ? `?kind=staff&cursor=${cursor}` : '?kind=staff';
    return request('GET', `/users${query}`);
  },
  one: (id: string) => request('GET', `/users/${id}`),
  edit: (id: string, input: Edit) => request('PATCH', `/users/${id}`, input),
  removePicture: (id: string) => request('DELETE', `/users/${id}/picture`),
  makePasswordLink: (id: string) => request('POST', `/users/${id}/password-link`, {}),
  sessions: (id: string) => request('GET', `/users/${id}/sessions`),
  endSession: (id: string, sessionId: string) => request('DELETE', `/users/${id}/sessions/${sessionId}`),
  resetSecondStep: (id: string) => request('DELETE', `/users/${id}/second-step`),
  identity: (id: string) => request('GET', `/users/${id}/identity`),
  disconnect: (id: string) => request('DELETE', `/users/${id}/identity`),
  signOut: (id: string) => request('DELETE', `/users/${id}/sessions`),
  invitations: () => request('GET', '/invitations'),
  invite: (input: { emails: string[]; role: string }) => request('POST', '/invitations', input),
  renew: (id: string) => request('POST', `/invitations/${id}/renew`, {}),
  revoke: (id: string) => request('DELETE', `/invitations/${id}`),
};

import { request } from '../request.ts';

/** The calls about one's own sessions, as `SessionList` takes them. */
export const ownSessions = {
  load: () => request('GET', '/me/sessions'),
  end: (id: string) => request('DELETE', `/me/sessions/${id}`),
  endOthers: () => request('DELETE', '/me/sessions'),
};

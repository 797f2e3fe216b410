import { request } from '../../shared/request.ts';

/** Kept apart from the other calls: only admins load it. */
export const workApi = {
  read: () => request('GET', '/work'),
  retry: (id: string) => request('POST', `/work/jobs/${id}/retry`, {}),
  discard: (id: string) => request('DELETE', `/work/jobs/${id}`),
};

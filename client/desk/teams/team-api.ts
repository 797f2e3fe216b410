import type { CreateTeam, EditTeam, TeamDetails } from '../../../server/teams/contract.ts';
import { request } from '../../shared/request.ts';

export type TeamChange = EditTeam & { memberIds?: string[] | undefined };

/** Kept apart from the other calls: only the pages of teams load it. */
export const teamApi = {
  list: () => request('GET', '/teams'),
  add: (input: Pick<CreateTeam, 'id' | 'name'>) => request('POST', '/teams', input),
  /** Members have a route of their own. */
  edit: async (id: string, { memberIds, ...rest }: TeamChange): Promise<TeamDetails> => {
    const edited = () => request('PATCH', `/teams/${id}`, rest);
    if (memberIds === undefined) return edited();
    const placed = await request('PUT', `/teams/${id}/members`, { memberIds });
    return Object.keys(rest).length > 0 ? edited() : placed;
  },
  remove: (id: string, replaceBy: string) =>
    request('DELETE', `/teams/${id}${replaceBy ? `?replaceBy=${replaceBy}` : ''}`),
};

import type { Rights } from '../../../server/people/contract.ts';
import type { ApiToken } from '../../../server/tokens/contract.ts';
import { request } from '../../shared/request.ts';

interface NewToken {
  name: string;
  scopes: Rights;
  days: number;
}

/** A machine's token is changed by those who may change the settings, a person's by its owner. */
export const tokensApi = {
  own: () => request('GET', '/me/tokens'),
  all: () => request('GET', '/tokens'),
  create: (input: NewToken) => request('POST', '/me/tokens', input),
  createMachine: (input: NewToken & { role: string }) => request('POST', '/tokens', input),
  rotate: ({ id, isMachine }: ApiToken) =>
    isMachine ? request('POST', `/tokens/${id}/rotate`, {}) : request('POST', `/me/tokens/${id}/rotate`, {}),
  endPrevious: ({ id, isMachine }: ApiToken) =>
    isMachine ? request('DELETE', `/tokens/${id}/previous`) : request('DELETE', `/me/tokens/${id}/previous`),
  end: ({ id }: ApiToken, isOwn: boolean) =>
    isOwn ? request('DELETE', `/me/tokens/${id}`) : request('DELETE', `/tokens/${id}`),
};

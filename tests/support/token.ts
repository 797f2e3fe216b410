import { expect } from 'vitest';
import type { Rights } from '../../server/people/contract.ts';
import type { ApiToken } from '../../server/tokens/contract.ts';
import type { Person } from './person.ts';
import { Program } from './program.ts';

interface Wanted {
  scopes?: Rights;
  days?: number;
  /** For a machine of this role. */
  role?: string;
  name?: string;
}
interface Made {
  token: ApiToken;
  secret: string;
}

/** A program with an API token that this person makes, of their own or for a machine. */
export async function tokenBy(
  person: Person,
  { role, name = 'Script', scopes = { tickets: ['view'] }, ...rest }: Wanted = {},
) {
  const body = { name, scopes, ...rest, ...(role && { role }) };
  const answer = await person.post<Made>(role ? '/api/tokens' : '/api/me/tokens', body);
  expect(answer.status).toBe(201);
  const { token, secret } = answer.body;
  const program = withToken(person.url, secret);
  program.me = { ...person.me, id: token.owner.id, name: token.owner.name };
  return { program, token, secret, path: `${role ? '/api/tokens' : '/api/me/tokens'}/${token.id}` };
}

export const withToken = (url: string, token: string) => Object.assign(new Program(url), { token });

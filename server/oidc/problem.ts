import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { OutboundError } from '../outbound/outbound-error.ts';
import type { Problem } from './contract.ts';

/** A sign-in that did not come to its end. `message` is for the log and for admins. */
export class OidcProblem extends Error {
  override name = 'OidcProblem';
  readonly problem: Problem;
  /** Of `clock`: by how many minutes the clock of the provider is ahead of ours. */
  readonly minutes: number | null;

  constructor(
    problem: Problem,
    message: string,
    { minutes = null, ...options }: { minutes?: number | null } & ErrorOptions = {},
  ) {
    super(message, options);
    this.problem = problem;
    this.minutes = minutes;
  }
}

/** What an error of the library means for the person who waits. Errors of ours stay as they are. */
export function problemOf(error: unknown): OidcProblem {
  if (error instanceof OidcProblem) return error;
  const chain = causesOf(error);
  const [outbound] = chain.filter((one) => one instanceof OutboundError);
  if (outbound) return new OidcProblem('down', outbound.message, { cause: error });
  const said = saidBy(error);
  if (said) return said;
  const code = error instanceof ClientError ? error.code : undefined;
  const timing = chain.map(timesIn).find((one) => one !== null);
  if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED' && timing)
    return new OidcProblem('clock', 'The clocks differ.', { minutes: minutesOf(timing), cause: error });
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT' || chain.some(isServerFault))
    return new OidcProblem('down', 'The provider does not answer as it should.', { cause: error });
  return new OidcProblem('refused', error instanceof Error ? error.message : String(error), { cause: error });
}

/** What the provider says itself, by the codes of OAuth 2. */
function saidBy(error: unknown): OidcProblem | null {
  const options = { cause: error };
  if (error instanceof WWWAuthenticateChallengeError)
    return new OidcProblem('misconfigured', 'The provider does not take the client ID and its secret.', options);
  if (error instanceof AuthorizationResponseError) {
    if (error.error === 'access_denied') return new OidcProblem('denied', 'The provider refused.', options);
    const isDown = error.error === 'server_error' || error.error === 'temporarily_unavailable';
    return new OidcProblem(isDown ? 'down' : 'refused', `The provider says ${error.error}.`, options);
  }
  if (!(error instanceof ResponseBodyError)) return null;
  switch (error.error) {
    case 'invalid_grant':
      return new OidcProblem('code_spent', 'The provider does not know this any more.', options);
    case 'invalid_client':
    case 'unauthorized_client':
      return new OidcProblem('misconfigured', 'The provider does not take the client ID and its secret.', options);
    default:
      return new OidcProblem(error.status >= 500 ? 'down' : 'refused', `The provider says ${error.error}.`, options);
  }
}

function causesOf(error: unknown): unknown[] {
  const all = [];
  for (let one = error; one instanceof Error && all.length < 8; one = one.cause) all.push(one, one.cause);
  return all;
}

const isServerFault = (one: unknown) => one instanceof Response && one.status >= 500;

/** The details that the library keeps of a token that is out of time. */
function timesIn(one: unknown): { issued: number; now: number } | null {
  if (typeof one !== 'object' || one === null || !('claims' in one) || !('now' in one)) return null;
  const { claims, now } = one;
  const issued = typeof claims === 'object' && claims !== null && 'iat' in claims ? claims.iat : null;
  return typeof issued === 'number' && typeof now === 'number' ? { issued, now } : null;
}

export const minutesOf = ({ issued, now }: { issued: number; now: number }) => Math.round((issued - now) / 60);

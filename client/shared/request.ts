/** HTTP requests to the API, and the two ways in which they fail. */
import type { ErrorBody } from '../../server/contract.ts';
import type { Answer, Body, Method, Served } from './routes.ts';

/** Longer than any answer should take. A retry uses the same id. */
const TIMEOUT_MS = 20_000;

/** The server refused the request. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string>;
  readonly details: Record<string, unknown>;
  readonly retryAfterMs: number | null;

  constructor(status: number, { error }: ErrorBody, retryAfterMs: number | null) {
    super(error.message);
    this.status = status;
    this.code = error.code;
    this.fields = error.fields ?? {};
    this.details = error.details ?? {};
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer came: the request may or may not have arrived. */
export class Offline extends Error {
  override name = 'Offline';
  /** A proxy answered in the place of the server, so the connection is there. */
  isByProxy = false;
}

let actingAs: string | null = null;
/**
 * Sets the user of this page. Every write names this user, because another person may have signed in in another tab and
 * changed the cookie.
 */
export function actAs(userId: string | null) {
  actingAs = userId;
}

type Headers = Record<string, string>;

/** How a request authenticates. */
export interface Authority {
  credentials: RequestCredentials;
  headers(method: Method, path: string): Headers | Promise<Headers>;
  /** The token for the socket, when there is no cookie. */
  token?(): string | null;
  /** Called with the code when the server refuses a request. */
  refused?(code: string): void;
}
let authority: Authority = {
  credentials: 'same-origin',
  headers: (method, path): Headers =>
    actingAs && method !== 'GET' && !path.startsWith('/auth/') ? { 'X-Acting-As': actingAs } : {},
};
/** Replaces the cookie by another authority. The widget uses a token. */
export function actBy(other: Authority) {
  authority = other;
}
export const ownAuthority = () => authority;

/** While it is set, a call that needs a recent sign-in asks who is there, and is repeated after a proof. */
export const proving: { ask?: ((error: ApiError) => Promise<boolean>) | undefined } = {};

/**
 * The path is a template: `/tickets/${id}/status`. A path that no route has, and a body that its route would refuse, are type
 * errors. With `keepalive` the request goes out although the page is closing.
 */
export async function request<M extends Method, const Path extends string>(
  method: M,
  path: Path & Served<M, Path>,
  body?: Body<M, Path>,
  keepalive = false,
): Promise<Answer<M, Path>> {
  const as = actingAs;
  const shown = authority.headers(method, path);
  const headers = shown instanceof Promise ? await shown : shown;
  const response = await fetch(`/api${path}`, {
    method,
    credentials: authority.credentials,
    keepalive,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new Offline('There is no connection.', { cause });
  });
  const text = await response.text().catch((cause: unknown) => {
    throw new Offline('The answer was cut off.', { cause });
  });
  // Another person uses this page by now, so this answer must not reach them.
  if (as !== null && as !== actingAs) throw new Offline('Somebody else is here by now.');
  try {
    return answerOf<Answer<M, Path>>(response.status, text, Number(response.headers.get('Retry-After')));
  } catch (error) {
    if (error instanceof ApiError && error.code === 'recent_sign_in' && (await proving.ask?.(error)))
      return request(method, path, body, keepalive);
    throw error;
  }
}

/** Throws the server's refusal. `after`: the seconds to wait, 0 when the server does not say. */
export function answerOf<T>(status: number, text: string, after: number): T {
  // The contract of every route. Any other body, such as a proxy's own error page, is no answer.
  const answer: unknown = text ? parse(text, status) : null;
  if (status >= 200 && status < 300) return answer as T;
  if (!isErrorBody(answer))
    throw Object.assign(new Offline(`The server answered ${status}.`), { isByProxy: status >= 500 });
  authority.refused?.(answer.error.code);
  throw new ApiError(status, answer, after > 0 ? after * 1000 : null);
}

function parse(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (status >= 500) return null;
    throw new Offline('The answer could not be read.');
  }
}

const isErrorBody = (answer: unknown): answer is ErrorBody =>
  typeof answer === 'object' && answer !== null && 'error' in answer && typeof answer.error === 'object';

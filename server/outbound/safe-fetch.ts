/**
 * The only way to call an address that somebody typed. https, or http to what OUTBOUND_ALLOW names; connects only to addresses
 * that were checked after resolving the name, so that a name cannot change its address in between; follows no redirect, uses no
 * proxy of the environment, and keeps the beginning of the answer.
 */
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { AllowList } from './allow-list.ts';
import { destinationOf } from './destination.ts';
import { OutboundError } from './outbound-error.ts';

/** For the whole call: resolving, connecting, sending, and reading the answer. */
export const TIMEOUT_MS = 15_000;
export const KEPT_BYTES = 4_096;

interface Options {
  allow: AllowList;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** Ends the call early. */
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Of the answer's body. */
  keptBytes?: number;
}

export interface SafeAnswer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
  /** The body ended and was kept whole. Otherwise it was too long, cut off, or not finished in time. */
  isWhole: boolean;
}

/** Any status is an answer. Throws an OutboundError if none came. */
export async function safeFetch(address: string, options: Options): Promise<SafeAnswer> {
  const { allow, signal, timeoutMs = TIMEOUT_MS, keptBytes = KEPT_BYTES } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const ending = signal ? AbortSignal.any([signal, timeout]) : timeout;
  try {
    const { url, lookup } = await destinationOf(address, allow, ending);
    return await call(url, { ...options, lookup, ending, keptBytes });
  } catch (error) {
    if (error instanceof OutboundError) throw error;
    if (signal?.aborted) throw new OutboundError('stopped', 'The call was ended.', { cause: error });
    if (timeout.aborted)
      throw new OutboundError('timed_out', `No answer within ${timeoutMs / 1000} s.`, { cause: error });
    throw explained(error);
  }
}

type Prepared = Options & {
  lookup: Awaited<ReturnType<typeof destinationOf>>['lookup'];
  ending: AbortSignal;
  keptBytes: number;
};

function call(url: URL, { method = 'GET', headers = {}, body, lookup, ending, keptBytes }: Prepared) {
  const { promise, resolve, reject } = Promise.withResolvers<SafeAnswer>();
  const isSecure = url.protocol === 'https:';
  // An agent of its own: the global one may use a proxy of the environment, and would keep connections.
  const request = (isSecure ? https : http).request(url, {
    agent: isSecure ? new https.Agent() : new http.Agent(),
    lookup,
    method,
    signal: ending,
    rejectUnauthorized: true,
    headers: {
      ...headers,
      'accept-encoding': 'identity',
      ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
    },
  });
  request.on('error', reject);
  // Some ends, such as a change of the protocol, come without an error.
  const cutOff = () => reject(new OutboundError('connection', CUT_OFF));
  request.on('close', cutOff);
  request.on('response', (response) => {
    const { statusCode: status = 0 } = response;
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (isWhole: boolean) => {
      resolve({ status, headers: response.headers, body: Buffer.concat(chunks).subarray(0, keptBytes), isWhole });
      request.destroy();
    };
    // The status has come, so this is an answer, however it ends.
    request.off('error', reject).off('close', cutOff);
    request.on('error', () => settle(false));
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > keptBytes) settle(false);
    });
    response.on('end', () => settle(response.complete));
    response.on('error', () => settle(false));
    response.on('close', () => settle(false));
  });
  request.end(body);
  return promise;
}

const CUT_OFF = 'The connection ended before an answer.';

function explained(error: unknown): OutboundError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words = wordsOf(code);
  return new OutboundError(words.code, words.text, { cause: error });
}

function wordsOf(code: string): { code: OutboundError['code']; text: string } {
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/u.test(code))
    return { code: 'certificate', text: `The certificate is not valid (${code}).` };
  if (code.startsWith('HPE_')) return { code: 'garbled', text: 'The answer was not HTTP.' };
  switch (code) {
    case 'EPROTO':
      return { code: 'certificate', text: 'This address does not speak https.' };
    case 'ECONNREFUSED':
      return { code: 'connection', text: 'Nothing listens at this address.' };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return { code: 'connection', text: 'This address cannot be reached.' };
    case 'ECONNRESET':
    case 'EPIPE':
      return { code: 'connection', text: CUT_OFF };
    default:
      return { code: 'connection', text: `The call failed${code ? ` (${code})` : ''}.` };
  }
}

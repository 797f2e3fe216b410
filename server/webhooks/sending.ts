/** One attempt over HTTP, and what the log keeps of it. */
import type { AllowList } from '../outbound/allow-list.ts';
import { OutboundError } from '../outbound/outbound-error.ts';
import { KEPT_BYTES, safeFetch, type SafeAnswer } from '../outbound/safe-fetch.ts';
import { standardBody, type Said } from './body.ts';
import type { Attempt } from './outcome.ts';
import type { StoredWebhook } from './queries.ts';
import { signatureOf } from './signature.ts';
import { formOf, wordsOf, type Words } from './templates.ts';

export interface Letter {
  messageId: string;
  body: string;
  headers: Record<string, string>;
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

export function letterOf(
  hook: StoredWebhook,
  messageId: string,
  { said, publicUrl }: { said: Said; publicUrl: string },
): Letter {
  const form = formOf(hook.template, wordsOf(said, publicUrl));
  return { messageId, ...(form ?? { body: standardBody(said), headers: JSON_HEADERS }) };
}

export function testLetterOf(
  hook: StoredWebhook,
  messageId: string,
  { body, words }: { body: string; words: Words },
): Letter {
  return { messageId, ...(formOf(hook.template, words) ?? { body, headers: JSON_HEADERS }) };
}

interface Line {
  secrets: string[];
  allow: AllowList;
  now: number;
  signal: AbortSignal;
}

export const NO_SECRET = 'The secret of this webhook was encrypted with a key that is not here. Rotate it.';

/** Null if `signal` ended the call: then it counts as not sent. */
export async function attempt(
  hook: StoredWebhook,
  letter: Letter,
  { secrets, allow, now, signal }: Line,
): Promise<Attempt | null> {
  const { messageId, body } = letter;
  const timestamp = Math.floor(now / 1_000);
  const headers = {
    'user-agent': 'Answerback',
    ...letter.headers,
    'webhook-id': messageId,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatureOf(secrets, { messageId, timestamp, body }),
  };
  const request = kept(`POST ${pathOf(hook.url)}\n${linesOf(headers)}\n\n${body}`);
  const sent = { sentAt: now, request };
  if (secrets.length === 0) return { ...sent, status: null, error: NO_SECRET, tookMs: 0, answer: null };
  const began = performance.now();
  try {
    const answer = await safeFetch(hook.url, { allow, method: 'POST', headers, body, signal });
    return {
      ...sent,
      status: answer.status,
      error: null,
      tookMs: performance.now() - began,
      retryAfter: answer.headers['retry-after'],
      answer: shown(answer),
    };
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    if (error.code === 'stopped') return null;
    return { ...sent, status: null, error: error.message, tookMs: performance.now() - began, answer: null };
  }
}

const pathOf = (url: string) => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};

const linesOf = (headers: Record<string, unknown>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join('\n');

const shown = ({ status, headers, body, isWhole }: SafeAnswer) =>
  kept(`${status}\n${linesOf(headers)}\n\n${body.toString()}${isWhole ? '' : '…'}`);

/** The log keeps the beginning. A database may refuse a null character. */
const kept = (text: string) =>
  Buffer.from(text.replaceAll('\0', '\uFFFD')).subarray(0, KEPT_BYTES).toString().toWellFormed();

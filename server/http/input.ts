import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { AppError } from '../errors.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads what a caller sent, as it was sent: what is not UTF-8 is refused, because a decoder would replace it in silence. */
export async function readInput(c: Context, target: 'json' | 'param' | 'query'): Promise<unknown> {
  const { incoming } = c.env as HttpBindings;
  if (target === 'param') return c.req.param();
  if (target === 'query') return queryOf(incoming.url ?? '');
  // A request without a body has no fields.
  if (incoming.headers['content-type'] === undefined) return {};
  try {
    return JSON.parse(utf8.decode(await c.req.arrayBuffer()));
  } catch {
    throw malformed();
  }
}

const malformed = () =>
  new AppError(400, 'malformed', 'This request could not be read. Is its body valid JSON, in UTF-8?');

/** A parameter that is given several times is a list. Hono's own reading loses parameters named like `constructor`. */
function queryOf(url: string): Record<string, string | string[]> {
  const parameters = new Map<string, string | string[]>();
  const [, query = ''] = /^[^?#]*\?([^#]*)/u.exec(url) ?? [];
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/su.exec(pair) ?? [];
    const key = decoded(name);
    const before = parameters.get(key);
    // Pushed and not copied: an address has room for thousands of values.
    if (Array.isArray(before)) before.push(decoded(value));
    else parameters.set(key, before === undefined ? decoded(value) : [before, decoded(value)]);
  }
  return Object.fromEntries(parameters);
}

/** As URLSearchParams decodes, which keeps a lone `%`. */
function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  if (!/[%\u0080-\uFFFF]/u.test(spaced)) return spaced;
  const bytes = spaced.replaceAll(/%([0-9a-f]{2})/giu, (_all, byte: string) => String.fromCharCode(parseInt(byte, 16)));
  try {
    return utf8.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    throw malformed();
  }
}

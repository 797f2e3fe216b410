import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { isPublic } from './addresses.ts';
import { type AllowList, familyOf } from './allow-list.ts';
import { OutboundError } from './outbound-error.ts';

export const URL_MOST = 2_000;

/**
 * Why the server would not call this address, as far as its text says; null if it may. Names are resolved only for a call, by
 * `destinationOf`.
 */
export function addressProblem(text: string, allow: AllowList): string | null {
  const url = text.length <= URL_MOST ? URL.parse(text) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return 'Write an address that begins with https://, such as https://erp.example/hooks.';
  if (url.username || url.password) return 'Write the address without a name or a password.';
  const host = hostOf(url);
  const isLiteral = isIP(host) !== 0;
  if (isLiteral && !isPublic(host) && !isAllowed(host, host, allow)) return INSIDE;
  if (url.protocol === 'http:' && !mayBePlain(host, allow)) return PLAIN;
  return null;
}

const INSIDE = 'This address is inside a network. OUTBOUND_ALLOW in the configuration has to name it.';
const PLAIN = 'Use https. Plain http is only for what OUTBOUND_ALLOW in the configuration names.';

/** Whether plain http is possible. A name may still resolve to an address that is not allowed. */
function mayBePlain(host: string, allow: AllowList) {
  if (isIP(host) !== 0 || allow.hosts.has(host)) return isAllowed(host, host, allow);
  return allow.networks.rules.length > 0;
}

export interface Destination {
  url: URL;
  /** Answers every question with the addresses that were checked, so that the connection goes nowhere else. */
  lookup: LookupFunction;
}

/** Resolves the host once and keeps only the addresses that may be called. Throws an OutboundError without one. */
export async function destinationOf(text: string, allow: AllowList, signal: AbortSignal): Promise<Destination> {
  const problem = addressProblem(text, allow);
  if (problem) throw new OutboundError('refused', problem);
  const url = new URL(text);
  const host = hostOf(url);
  const found = await addressesOf(host, signal);
  const usable = found.filter(
    (address) => isAllowed(host, address, allow) || (url.protocol === 'https:' && isPublic(address)),
  );
  if (usable.length === 0) throw new OutboundError('refused', url.protocol === 'http:' ? PLAIN : INSIDE);
  const all = usable.map((address) => ({ address, family: isIP(address) }));
  return {
    url,
    lookup(_host, options, answer) {
      const [first] = all;
      if (options.all) answer(null, all);
      else if (first) answer(null, first.address, first.family);
    },
  };
}

const hostOf = ({ hostname }: URL) => hostname.replace(/^\[(.+)\]$/u, '$1').replace(/\.$/u, '');

const isAllowed = (host: string, address: string, { networks, hosts }: AllowList) =>
  hosts.has(host) || (isIP(address) !== 0 && !address.includes('%') && networks.check(address, familyOf(address)));

/** The system's resolver takes a thread of Node's four for each question, and passwords and files need these too. */
const QUESTIONS_MOST = 2;
let asking = 0;
const waiting: (() => void)[] = [];

async function addressesOf(host: string, signal: AbortSignal): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([ended, ask(host, signal)]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function ask(host: string, signal: AbortSignal): Promise<string[]> {
  if (asking >= QUESTIONS_MOST) await new Promise<void>((resolve) => waiting.push(resolve));
  else asking += 1;
  try {
    if (signal.aborted) return [];
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    throw new OutboundError('unknown_host', `There is no host ${host}.`, { cause: error });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else asking -= 1;
  }
}

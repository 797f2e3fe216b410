import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import { clientAddress, prefixOf } from './http/address.ts';

/** How a caller showed who they are. */
export const VIAS = ['session', 'token', 'visitor', 'shell'] as const;
export type Via = (typeof VIAS)[number];

/**
 * What a write comes from. It is ambient, so that no command can forget to pass it on; therefore only the audit log reads it,
 * and no rule may depend on it.
 */
export interface Cause {
  /** The `X-Request-Id` of the answer; null in a shell. */
  requestId: string | null;
  /** Null for a caller who is not signed in. */
  via: Via | null;
  /** The public id of the session or token. */
  credentialId: string | null;
  /** Without its last part: it is kept for ever, and names an office and not a person. */
  address(): string | null;
}

const causes = new AsyncLocalStorage<Cause | null>();

/** Null for work that no request and no shell asked for, such as timed work. */
export const currentCause = (): Cause | null => causes.getStore() ?? null;

/** Runs `work` with this cause. Callbacks and promises that begin inside keep it. */
export const withCause = <T>(cause: Cause | null, work: () => T): T => causes.run(cause, work);

/** The cause of a request, before anybody knows who sent it. */
export class RequestCause implements Cause {
  readonly requestId: string;
  via: Via | null = null;
  credentialId: string | null = null;
  readonly #incoming: IncomingMessage;
  readonly #proxyHops: number;

  constructor(requestId: string, incoming: IncomingMessage, proxyHops: number) {
    this.requestId = requestId;
    this.#incoming = incoming;
    this.#proxyHops = proxyHops;
  }

  address() {
    return prefixOf(clientAddress(this.#incoming, this.#proxyHops)) || null;
  }
}

export const SHELL: Cause = { requestId: null, via: 'shell', credentialId: null, address: () => null };

/** Says who sent the current request. */
export function causedBy(via: Via, credentialId: string): void {
  const cause = causes.getStore();
  if (cause instanceof RequestCause) {
    cause.via = via;
    cause.credentialId = credentialId;
  }
}

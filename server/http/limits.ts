import { openLimitsStore } from '#database/limits-store';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { createMiddleware } from 'hono/factory';
import type { Actor } from '../auth/actor.ts';
import { tooMany } from '../errors.ts';

interface Limit {
  points: number;
  seconds: number;
  /** Survives a restart. */
  persistent?: true;
}

/** Every limit there is. Keys are user ids for people who are signed in, and address prefixes for the rest. */
export const LIMITS = {
  /** Failed ones only; per account and address prefix. */
  sign_in: { points: 5, seconds: 15 * 60, persistent: true },
  /** Failed ones only; per address prefix. */
  sign_in_address: { points: 100, seconds: 3600, persistent: true },
  register: { points: 30, seconds: 3600 },
  password: { points: 10, seconds: 3600 },
  read: { points: 600, seconds: 60 },
  change: { points: 300, seconds: 60 },
  /** With every pause in typing one is sent. */
  search: { points: 120, seconds: 60 },
  open_ticket: { points: 20, seconds: 3600 },
  customer_message: { points: 30, seconds: 60 },
  staff_message: { points: 300, seconds: 60 },
  /** Per visitor, beside `open_ticket`: by what they are, and never by an address that others have too. */
  visitor_ticket: { points: 5, seconds: 3600 },
  /** Per address prefix: an office is behind one of them, and each who asks there for the first time is one. */
  start_visitor: { points: 1200, seconds: 3600 },
  /** Per address prefix and for all: beyond it each who begins does some work first. */
  start_without_proof: { points: 60, seconds: 600 },
  start_without_proof_total: { points: 600, seconds: 60 },
  /** Per address prefix: whoever opens a page of a site asks once. */
  site: { points: 1200, seconds: 60 },
  /** Per visitor: with every page that they look at. */
  visit: { points: 120, seconds: 60 },
  /** Per address prefix: once for each page that a known visitor opens, where their site says who they are on each. */
  identify: { points: 600, seconds: 60 },
  rate: { points: 30, seconds: 60 },
  /** Whatever becomes of it. */
  upload: { points: 100, seconds: 3600 },
  mark_read: { points: 120, seconds: 60 },
  draft: { points: 120, seconds: 60 },
  /** Per socket: five a second, with a burst. */
  socket_event: { points: 20, seconds: 4 },
  /** Per person: a catch-up is the dearest thing that a socket can ask for. */
  socket_sync: { points: 100, seconds: 60 },
} as const satisfies Record<string, Limit>;
export type LimitName = keyof typeof LIMITS;

export interface Limits {
  /** Throws 429 with the seconds to wait. */
  spend(name: LimitName, key: string): Promise<void>;
  /** The same, for what has a milder answer than 429. */
  allows(name: LimitName, key: string): Promise<boolean>;
  forget(name: LimitName, key: string): Promise<void>;
  /** Gives one back that was spent. */
  refund(name: LimitName, key: string): Promise<void>;
  close(): void;
}

/** Limits how fast people write and edit messages. Staff may write more, because they answer many customers at once. */
export const limitMessages = (limits: Limits) =>
  createMiddleware<{ Variables: { actor: Actor } }>(async (c, next) => {
    const { kind, id } = c.var.actor;
    await limits.spend(kind === 'staff' ? 'staff_message' : 'customer_message', id);
    await next();
  });

/** `file` keeps the persistent ones. */
export async function createLimits(file: string): Promise<Limits> {
  const store = openLimitsStore(file);
  const all: Partial<Record<LimitName, RateLimiterAbstract>> = {};
  const names = Object.keys(LIMITS).filter((name): name is LimitName => name in LIMITS);
  for (const name of names) {
    const { points, seconds, persistent }: Limit = LIMITS[name];
    all[name] = persistent
      ? await store.limiter({ name, points, seconds })
      : new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
  }
  const limiter = (name: LimitName) => {
    const found = all[name];
    if (!found) throw new Error(`The limit ${name} was not set up.`);
    return found;
  };

  return {
    async spend(name, key) {
      try {
        await limiter(name).consume(key);
      } catch (error) {
        throw refusal(error);
      }
    },
    async allows(name, key) {
      return limiter(name)
        .consume(key)
        .then(
          () => true,
          (error: unknown) => {
            if (error instanceof RateLimiterRes) return false;
            throw error;
          },
        );
    },
    async forget(name, key) {
      await limiter(name).delete(key);
    },
    async refund(name, key) {
      await limiter(name).reward(key);
    },
    close: () => store.close(),
  };
}

const refusal = (error: unknown) =>
  error instanceof RateLimiterRes ? tooMany(Math.max(1, Math.ceil(error.msBeforeNext / 1000))) : error;

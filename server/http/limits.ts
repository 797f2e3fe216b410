import { openLimitsStore } from '#database/limits-store';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { createMiddleware } from 'hono/factory';
import { ACTS_MOST } from '../acts/contract.ts';
import type { Actor } from '../auth/actor.ts';
import { tooMany } from '../errors.ts';

interface Limit {
  points: number;
  seconds: number;
  /** Stored in a file, so that it survives a restart. */
  persistent?: true;
}

/**
 * Every limit. Keys are user ids for signed-in callers and address prefixes for all others. A limit of acts, such as `register`
 * or `open_ticket`, is spent only by valid input (`spends` in guard.ts); `read` and `change` count every request.
 */
export const LIMITS = {
  /** Counts failed sign-ins; per account and address prefix. */
  sign_in: { points: 5, seconds: 15 * 60, persistent: true },
  /** Counts failed sign-ins; per address prefix. */
  sign_in_address: { points: 100, seconds: 3600, persistent: true },
  /** Counts wrong codes of a second step; per person, whose password the guesser has. */
  second_step: { points: 10, seconds: 15 * 60, persistent: true },
  /** Counts wrong proofs of a signed-in person; per person. */
  proof: { points: 10, seconds: 15 * 60, persistent: true },
  /** Begun sign-ins with a passkey, per address prefix: each stores something to sign. */
  passkey: { points: 300, seconds: 3600 },
  /** Begun sign-ins at the OpenID provider, per address prefix: each stores a state, and asks the provider. */
  oidc: { points: 300, seconds: 3600 },
  register: { points: 30, seconds: 3600 },
  password: { points: 10, seconds: 3600 },
  /** New secrets of API tokens. */
  token: { points: 60, seconds: 3600 },
  /** Uses of one-time links, per address prefix: high enough for a whole office that was invited on one morning. */
  link: { points: 100, seconds: 3600 },
  read: { points: 600, seconds: 60 },
  change: { points: 300, seconds: 60 },
  /** The desk sends one search per pause in typing. */
  search: { points: 120, seconds: 60 },
  /** Per address prefix. Browsers keep each for a year, and a page of people has a hundred. */
  picture: { points: 6000, seconds: 60 },
  open_ticket: { points: 20, seconds: 3600 },
  customer_message: { points: 30, seconds: 60 },
  staff_message: { points: 300, seconds: 60 },
  /** Per visitor, instead of `open_ticket`; not per address, which other visitors may share. */
  visitor_ticket: { points: 5, seconds: 3600 },
  /** Per address prefix, high enough for every first visit from one large office. */
  start_visitor: { points: 1200, seconds: 3600 },
  /** Per address prefix and in total: above it, a new visitor must first compute a proof of work. */
  start_without_proof: { points: 60, seconds: 600 },
  start_without_proof_total: { points: 600, seconds: 60 },
  /** Per address prefix: one request per page view of a site. */
  site: { points: 1200, seconds: 60 },
  /** Per visitor: one report per page view. */
  visit: { points: 120, seconds: 60 },
  /** Per address prefix: one per page view of an identified visitor, if the site identifies them on every page. */
  identify: { points: 600, seconds: 60 },
  /**
   * Spent by each act of a request on many tickets. A full request and its undo pass together: `ACTS_MOST` acts, and the undo
   * of an assignment sets assignee and status.
   */
  acts: { points: 3 * ACTS_MOST, seconds: 60 },
  /** Downloads of whole logs, which read and send much. */
  export: { points: 30, seconds: 3600 },
  rate: { points: 30, seconds: 60 },
  /** Each test calls a server of somebody else. */
  webhook_test: { points: 20, seconds: 60 },
  /** Counts every upload, also refused ones. */
  upload: { points: 100, seconds: 3600 },
  /** Lines of the audit log about refused requests, per user: nobody can flood it. */
  refusal: { points: 10, seconds: 3600 },
  mark_read: { points: 120, seconds: 60 },
  draft: { points: 120, seconds: 60 },
  /** Per socket: five per second on average, with bursts of 20. */
  socket_event: { points: 20, seconds: 4 },
  /** Per user: a catch-up is the most expensive request of a socket. */
  socket_sync: { points: 100, seconds: 60 },
} as const satisfies Record<string, Limit>;
export type LimitName = keyof typeof LIMITS;

/** What is left of a limit, and in how many seconds it is whole again. */
export interface Left {
  name: LimitName;
  remaining: number;
  seconds: number;
}

/** The headers of draft-ietf-httpapi-ratelimit-headers. */
export const rateHeaders = ({ name, remaining, seconds }: Left): [string, string][] => [
  ['RateLimit-Policy', POLICIES[name] ?? ''],
  ['RateLimit', `"${name}";r=${remaining};t=${seconds}`],
];
const POLICIES: Partial<Record<string, string>> = Object.fromEntries(
  Object.entries(LIMITS).map(([name, { points, seconds }]) => [name, `"${name}";q=${points};w=${seconds}`]),
);

export interface Limits {
  /** Spends `points`, by default one. Returns what is left. Throws 429 with the seconds to wait. */
  spend(name: LimitName, key: string, points?: number): Promise<Left>;
  /** Spends a point too, and returns false instead of throwing. */
  allows(name: LimitName, key: string): Promise<boolean>;
  forget(name: LimitName, key: string): Promise<void>;
  /** Gives back one spent point. */
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

/** `file` stores the persistent limits. */
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
    async spend(name, key, points = 1) {
      try {
        return leftOf(name, await limiter(name).consume(key, points));
      } catch (error) {
        throw refusal(name, error);
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

const leftOf = (name: LimitName, { remainingPoints, msBeforeNext }: RateLimiterRes): Left => ({
  name,
  remaining: Math.max(0, remainingPoints),
  seconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
});

function refusal(name: LimitName, error: unknown) {
  if (!(error instanceof RateLimiterRes)) return error;
  const left = leftOf(name, error);
  return tooMany(left.seconds, rateHeaders({ ...left, remaining: 0 }));
}

import { createMiddleware } from 'hono/factory';
import type { HttpBindings } from '@hono/node-server';
import { type ContentWithResolver, type DescribeRouteOptions, describeRoute, resolver } from 'hono-openapi';
import * as v from 'valibot';
import { clientAddress, prefixOf } from '../address.ts';
import type { Config } from '../config.ts';
import type { Connections } from '../../db/connection.ts';
import { AppError, blocked, signedOut } from '../errors.ts';
import type { LimitName, Limits } from '../limits.ts';
import type { Action, Area, RoleKind } from '../people/contract.ts';
import { type Actor, findActor, requireKind, requireRight } from '../policy.ts';
import { isBlocked } from '../widget/queries.ts';
import { bearerOf, credentialOf } from './credential.ts';
import type { Session, Sessions } from './sessions.ts';

export type AppEnv = { Bindings: HttpBindings; Variables: { requestId: string; cookiesCount: boolean } };
type SignedInEnv = AppEnv & { Variables: { actor: Actor; session: Session } };

interface SignedIn {
  actor: Actor;
  session: Session;
}
/** Who is asking, for HTTP and for sockets alike. Null for nobody, and for a session that ended. Throws 403 for a visitor who is blocked. */
export interface Authenticate {
  (secret: string | undefined): Promise<SignedIn | null>;
}

/** Kept in memory for so long at most, so that a session still ends and renews by time. */
const KEPT_MS = 10_000;
const KEPT_MOST = 20_000;

interface Known {
  sessions: Sessions;
  db: Connections;
  clock: () => number;
}

/** Whoever was found is kept until anybody's rights change or any session ends: `Writer.rights` says so. */
export function createAuthenticate({ sessions, db, clock }: Known): Authenticate {
  const kept = new Map<string, SignedIn & { until: number }>();
  return async (secret) => {
    if (!secret) return null;
    // Read before what it vouches for: what changes meanwhile makes it old.
    const stamp = db.writer.rights;
    const known = kept.get(secret);
    if (known && known.actor.stamp === stamp && known.until > clock()) return known;
    kept.delete(secret);
    const session = await sessions.validate(secret);
    const actor = session && (await findActor(db.reader, session.userId, stamp));
    // A role that changed its kind ends its sessions; this holds where the two are read apart.
    const ofSession = session?.kind === 'visitor' ? 'customer' : session?.kind;
    if (session?.kind === 'visitor' && !actor && (await isBlocked(db.reader, session.userId))) throw blocked();
    if (!session || !actor || actor.kind !== ofSession) return null;
    if (kept.size >= KEPT_MOST) kept.clear();
    const found = { actor, session, until: clock() + KEPT_MS };
    kept.set(secret, found);
    return found;
  };
}

/** What a route must say about itself. The permission matrix in the tests holds a row for each. */
export interface Access {
  /** The right it needs, or who may call it. */
  needs: readonly [Action, Area] | 'signed-in' | 'anyone';
  only?: RoleKind;
  limit: LimitName;
  summary: string;
  /** `bytes`: of a file, as it is. */
  answers: v.GenericSchema | 'bytes' | null;
  /** Where its body is no JSON. */
  requestBody?: NonNullable<DescribeRouteOptions['requestBody']>;
  status?: 200 | 201;
}

interface Deps {
  config: Config;
  authenticate: Authenticate;
  limits: Limits;
}

export type Guard = ReturnType<typeof createGuard>;

export function createGuard({ config, authenticate, limits }: Deps) {
  /** Registers a route: only behind it does a handler get an actor. */
  function guarded(access: Access & { needs: readonly [Action, Area] | 'signed-in' }) {
    const middleware = createMiddleware<SignedInEnv>(async (c, next) => {
      const { authorization, cookie, 'x-acting-as': asked } = c.env.incoming.headers;
      const { cookiesCount } = c.var;
      const sent = { bearer: bearerOf(authorization), cookie, cookiesCount, secure: config.secure };
      const found = await authenticate(credentialOf(sent));
      // A page of somebody who was signed in here before must not act for who is now.
      if (!found || (asked !== undefined && asked !== found.actor.id)) throw signedOut();
      await limits.spend(access.limit, found.actor.id);
      if (access.only) requireKind(found.actor, access.only);
      if (access.needs !== 'signed-in') requireRight(found.actor, access.needs[0], access.needs[1]);
      c.set('actor', found.actor);
      c.set('session', found.session);
      await next();
    });
    return registered(middleware, access);
  }

  /** A route for people who are not signed in; limited by address. */
  function open(access: Access & { needs: 'anyone' }) {
    const middleware = createMiddleware<AppEnv>(async (c, next) => {
      await limits.spend(access.limit, prefixOf(clientAddress(c.env.incoming, config.proxyHops)));
      await next();
    });
    return registered(middleware, access);
  }

  return { guarded, open };
}

/** The access is read back by the permission matrix, the description by the API's document. */
function registered<M extends object>(middleware: M, access: Access): M {
  return Object.assign(middleware, documented(access), { access });
}

function documented({ needs, only, summary, answers, requestBody, status }: Access) {
  const who =
    needs === 'anyone'
      ? 'Anyone.'
      : needs === 'signed-in'
        ? 'Anyone who is signed in.'
        : `Needs the right to ${needs[0]} ${needs[1].replace('_', ' ')}.`;
  const content = contentOf(answers);
  return describeRoute({
    summary,
    description: only ? `${who} ${only === 'staff' ? 'Staff' : 'Customers'} only.` : who,
    security: needs === 'anyone' ? [] : [{ session: [] }, ...(only === 'staff' ? [] : [{ visitor: [] }])],
    ...(requestBody && { requestBody }),
    responses: {
      [answers ? (status ?? 200) : 204]: {
        description: answers ? 'Done.' : 'Done; there is nothing to say.',
        ...content,
      },
      default: { description: 'What went wrong.', content: { 'application/json': { schema: resolver(errorSchema) } } },
    },
  });
}

function contentOf(answers: Access['answers']): { content?: ContentWithResolver } {
  if (answers === null) return {};
  if (answers === 'bytes')
    return { content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } };
  return { content: { 'application/json': { schema: resolver(answers) } } };
}

const errorSchema = v.object({
  error: v.object({
    code: v.string(),
    message: v.string(),
    fields: v.optional(v.record(v.string(), v.string())),
    details: v.optional(v.record(v.string(), v.unknown())),
  }),
});

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Where a request comes from, as the browser says it: the exact origin, or, where it sends none to its own site, the
 * fetch metadata. `unknown` is a program: it is served, and its cookies do not count.
 */
export function originOf(headers: { origin: string | undefined; site: string | undefined }, origins: Set<string>) {
  if (headers.origin !== undefined) return origins.has(headers.origin) ? 'own' : 'foreign';
  if (headers.site === undefined) return 'unknown';
  return headers.site === 'same-origin' ? 'own' : 'foreign';
}

/** Reading is safe from anywhere: no answer can be read by another site. */
export const checkOrigin = (config: Config) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const { origin, 'sec-fetch-site': site } = c.env.incoming.headers;
    const from = originOf({ origin, site: typeof site === 'string' ? site : undefined }, config.origins);
    const safe = SAFE.has(c.req.method);
    if (!safe && from === 'foreign') throw foreignOrigin();
    c.set('cookiesCount', safe || from === 'own');
    await next();
  });

const foreignOrigin = () =>
  new AppError(
    403,
    'foreign_origin',
    'This request came from another site. If this is your own address, set PUBLIC_URL to it.',
  );

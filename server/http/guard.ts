import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { ServerResponse } from 'node:http';
import type * as v from 'valibot';
import { clientAddress, prefixOf } from './address.ts';
import { causedBy } from '../cause.ts';
import type { Commit, Unit } from '../commit.ts';
import type { Config } from '../config.ts';
import type { AppEnv } from './env.ts';
import { createIdempotency } from './idempotency.ts';
import { isSafe } from './origin.ts';
import type { Authenticate } from '../auth/authenticate.ts';
import { requireMatch, tagAnswer, type Thing } from './etag.ts';
import { forbidden, invalidFields, noOrigin, signedOut, staffAtPortal } from '../errors.ts';
import type { ProxyNotice } from './proxy-notice.ts';
import { type Left, type LimitName, type Limits, rateHeaders } from './limits.ts';
import type { Actor } from '../auth/actor.ts';
import type { Db } from '../../db/database.ts';
import { type Access, requireAccess, requirePerson } from '../auth/policy.ts';
import { bearerOf, credentialOf } from '../auth/credential.ts';
import { requireRecent } from '../auth/recent.ts';
import type { LastUse } from '../auth/last-use.ts';
import type { Session } from '../auth/sessions.ts';

type SignedInEnv = AppEnv & { Variables: { actor: Actor; session: Session } };

/**
 * What each route must say of itself. The API description is made of it, and the permission matrix in the tests has a row
 * for each route.
 */
export interface Route {
  /** The right that callers need, or 'anyone'. A route that calls a command spreads `...command.access`. */
  needs: Access['needs'] | 'anyone';
  only?: Access['only'];
  by?: Access['by'];
  limit: LimitName;
  summary: string;
  /** `bytes`: the answer is a file. `redirect`: a browser is sent on. */
  answers: v.GenericSchema | 'bytes' | 'redirect' | null;
  /** The fields beside `file` of a body that is multipart/form-data. */
  form?: v.GenericSchema;
  /** The fields of a body that is application/x-www-form-urlencoded. */
  fields?: v.GenericSchema;
  status?: 200 | 201;
  /** Its answer has an ETag: `If-None-Match` when it reads, and `If-Match` of a `Thing` when it writes. */
  tagged?: true | Thing;
  /** The answer holds a secret, which is told once and kept nowhere. */
  once?: true;
}

interface Deps {
  config: Config;
  authenticate: Authenticate;
  limits: Limits;
  proxies: ProxyNotice;
  lastUse: LastUse;
  reader: Db;
  commit: Commit;
  clock: () => number;
}

export type Guard = ReturnType<typeof createGuard>;

export function createGuard({ config, authenticate, limits, proxies, lastUse, reader, commit, clock }: Deps) {
  const idempotent = createIdempotency({ commit, startedAt: clock() });

  /** Registers a route for signed-in callers. Only handlers behind `guarded` have `c.var.actor`. */
  function guarded(route: Route & Access) {
    const middleware = createMiddleware<SignedInEnv>(async (c, next) => {
      const {
        authorization,
        cookie,
        'x-acting-as': asked,
        'x-app': app,
        'idempotency-key': key,
        'if-match': match,
      } = c.env.incoming.headers;
      const { cookiesCount } = c.var;
      const sent = { bearer: bearerOf(authorization), cookie, cookiesCount, secure: config.secure };
      const found = await authenticate(credentialOf(sent));
      // A program that keeps cookies learns what is missing, instead of being told to sign in again.
      if (!found && !sent.bearer && !cookiesCount && credentialOf({ ...sent, cookiesCount: true })) throw noOrigin();
      // A page left open by the previous user must not act for the user who is signed in now.
      if (!found || (asked !== undefined && asked !== found.actor.id)) throw signedOut();
      // The portal shows tickets as their customer sees them; to staff it would show everybody's.
      if (app === 'portal' && found.actor.kind === 'staff') throw staffAtPortal();
      causedBy(viaOf(found.session), found.session.id);
      tellLeft(c.env.outgoing, await limits.spend(route.limit, found.actor.id));
      lastUse.saw(found.session, clientAddress(c.env.incoming, config.proxyHops));
      // Before the check: a refusal is recorded with its actor.
      c.set('actor', found.actor);
      c.set('session', found.session);
      if (!isSafe(c.req.method)) requirePerson(found.actor, route);
      requireAccess(found.actor, route);
      if (route.tagged) {
        tagAnswer(c, route.tagged);
        return next();
      }
      // Otherwise a program would believe that nobody else's change is lost.
      if (match !== undefined && !isSafe(c.req.method))
        throw invalidFields({ 'If-Match': 'This call compares no states. Send it without If-Match.' });
      if (key === undefined || route.status !== 201 || route.form) return next();
      const call = { actor: found.actor, key: String(key), isSecret: route.once ?? false };
      return idempotent(c, next, call);
    });
    return registered(middleware, route);
  }

  /** Registers a route for callers who are not signed in; limited by address. */
  function open(route: Route & { needs: 'anyone' }) {
    const middleware = createMiddleware<AppEnv>(async (c, next) => {
      proxies.look(c.env.incoming.headers);
      // Not told what is left: neighbours share the address.
      await limits.spend(route.limit, prefixOf(clientAddress(c.env.incoming, config.proxyHops)));
      await next();
    });
    return registered(middleware, route);
  }

  /**
   * Spends a limit that is made for acts and not for requests. It stands after `valid`, so that a typing error costs none of it;
   * the limit of the route itself counts every request.
   */
  function spends(limit: LimitName) {
    return createMiddleware<AppEnv & { Variables: { actor?: Actor } }>(async (c, next) => {
      await limits.spend(limit, c.var.actor?.id ?? prefixOf(clientAddress(c.env.incoming, config.proxyHops)));
      await next();
    });
  }

  /** For dangerous acts, after `valid`: throws 403 `recent_sign_in` if the last sign-in is more than ten minutes ago. */
  const recent = createMiddleware<SignedInEnv>(async (c, next) => {
    await requireRecent(reader, c.var.session, clock());
    await next();
  });

  /** The same for acts on one's own way in, which no API token may do: it would outlive the person's own way out. */
  const inPerson = createMiddleware<SignedInEnv>(async (c, next) => {
    if (c.var.session.isApiToken) throw forbidden('No API token may do this: sign in.');
    await requireRecent(reader, c.var.session, clock());
    await next();
  });

  /** The same as `recent` for a route that is dangerous only with some input. */
  const stillRecent = (session: Session) => requireRecent(reader, session, clock());

  /** Commits `work`, if the thing at this address is still as the `If-Match` of the request says. */
  function matching<E extends SignedInEnv, T>(c: Context<E>, thing: Thing, work: (unit: Unit) => Promise<T>) {
    const header = c.env.incoming.headers['if-match'];
    if (header === undefined) return commit(work);
    const [id = ''] = Object.values(c.req.param());
    return commit(async (unit) => {
      await requireMatch(unit, c.var.actor, { thing, id, header });
      return work(unit);
    });
  }

  return { guarded, matching, open, spends, recent, inPerson, stillRecent };
}

/** Only the session of a program has a token that ends before it. */
const viaOf = ({ kind, until }: Session) => (until ? 'token' : kind === 'visitor' ? 'visitor' : 'session');

/** The API description (server/docs) and the permission matrix read `route`. */
const registered = <M extends object>(middleware: M, route: Route): M => Object.assign(middleware, { route });

function tellLeft(answer: ServerResponse, left: Left) {
  for (const [name, value] of rateHeaders(left)) answer.setHeader(name, value);
}

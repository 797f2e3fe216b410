import { createMiddleware } from 'hono/factory';
import { type ContentWithResolver, type DescribeRouteOptions, describeRoute, resolver } from 'hono-openapi';
import * as v from 'valibot';
import { clientAddress, prefixOf } from './address.ts';
import type { Config } from '../config.ts';
import type { AppEnv } from './env.ts';
import type { Authenticate } from '../auth/authenticate.ts';
import { signedOut } from '../errors.ts';
import type { LimitName, Limits } from './limits.ts';
import type { Actor } from '../auth/actor.ts';
import { type Access, requireAccess } from '../auth/policy.ts';
import { bearerOf, credentialOf } from '../auth/credential.ts';
import type { Session } from '../auth/sessions.ts';

type SignedInEnv = AppEnv & { Variables: { actor: Actor; session: Session } };

/** The description that each route must give. The permission matrix in the tests has a row for each route. */
interface Route {
  /** The right that callers need, or 'anyone'. A route that calls a command spreads `...command.access`. */
  needs: Access['needs'] | 'anyone';
  only?: Access['only'];
  limit: LimitName;
  summary: string;
  /** `bytes`: the answer is a file. */
  answers: v.GenericSchema | 'bytes' | null;
  /** Only for a body that is not JSON. */
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
  /** Registers a route for signed-in callers. Only handlers behind `guarded` have `c.var.actor`. */
  function guarded(route: Route & Access) {
    const middleware = createMiddleware<SignedInEnv>(async (c, next) => {
      const { authorization, cookie, 'x-acting-as': asked } = c.env.incoming.headers;
      const { cookiesCount } = c.var;
      const sent = { bearer: bearerOf(authorization), cookie, cookiesCount, secure: config.secure };
      const found = await authenticate(credentialOf(sent));
      // A page left open by the previous user must not act for the user who is signed in now.
      if (!found || (asked !== undefined && asked !== found.actor.id)) throw signedOut();
      await limits.spend(route.limit, found.actor.id);
      requireAccess(found.actor, route);
      c.set('actor', found.actor);
      c.set('session', found.session);
      await next();
    });
    return registered(middleware, route);
  }

  /** Registers a route for callers who are not signed in; limited by address. */
  function open(route: Route & { needs: 'anyone' }) {
    const middleware = createMiddleware<AppEnv>(async (c, next) => {
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

  return { guarded, open, spends };
}

/** The permission matrix reads `access`; the OpenAPI document reads the description. */
function registered<M extends object>(middleware: M, route: Route): M {
  return Object.assign(middleware, documented(route), { access: route });
}

function documented({ needs, only, summary, answers, requestBody, status }: Route) {
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

function contentOf(answers: Route['answers']): { content?: ContentWithResolver } {
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

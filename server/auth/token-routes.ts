import { type Context, Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { clientAddress } from '../http/address.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { meOf } from '../people/queries.ts';
import { roleNamed } from '../people/roles.ts';
import { secondStep } from '../second-step/contract.ts';
import { ACCESS_MINUTES, login, programSession, refresh, verified } from './contract.ts';
import { type Pair, refreshFamily, startFamily } from './families.ts';
import { menuTreeOf } from './menu-tree.ts';
import { findActor } from './policy.ts';
import { createSecondProof, type Proved, wrongSignIn } from './second-proof.ts';
import { createProof } from './sign-in.ts';

/** The sign-in of programs: a short bearer token, and a refresh token that works once. */
export const tokenRoutes = (deps: Deps) => {
  const { guarded, open } = deps.guard;
  const { db, commit, config } = deps;
  const prove = createProof(deps);
  const proveSecond = createSecondProof(deps);

  async function answer(userId: string, { token, expiresAt, refreshToken, refreshExpiresAt }: Pair) {
    const actor = await findActor(db.reader, userId);
    if (!actor) throw refused();
    const { menu, rights, ...user } = await meOf(db.reader, actor);
    return {
      ...{ token, tokenType: 'Bearer' as const, expiresAt, sessionMinutes: ACCESS_MINUTES },
      ...{ refreshToken, refreshExpiresAt },
      user,
      role: await roleNamed(db.reader, actor.role),
      rights,
      menu: menuTreeOf({ menu, rights }),
    };
  }

  async function begin({ userId, stillTrue, arrival }: Proved, program: { device: string; address: string }) {
    // Of a browser that came from the OpenID provider: its session ends with the one there, a program's would not.
    if (arrival) throw wrongSignIn();
    const pair = await commit(async (unit) => {
      const actor = await findActor(unit.tx, userId);
      if (!actor || !(await stillTrue(unit.tx))) throw wrongSignIn();
      return startFamily(unit, { userId, kind: actor.kind, ...program });
    });
    return answer(userId, pair);
  }

  const programOf = <E extends AppEnv>(c: Context<E>) => ({
    device: c.req.header('user-agent') ?? '',
    address: clientAddress(c.env.incoming, config.proxyHops),
  });

  return new Hono<AppEnv>()
    .post(
      '/token',
      open({
        needs: 'anyone',
        limit: 'read',
        summary: 'Sign in as a program: a short bearer token, and a refresh token for the next one',
        answers: programSession,
      }),
      valid('json', login),
      async (c) => {
        return c.json(await begin(await prove(c, c.req.valid('json')), programOf(c)));
      },
    )
    .post(
      '/token/second-step',
      open({
        needs: 'anyone',
        limit: 'read',
        summary: 'Finish the sign-in of a program with the second step',
        answers: programSession,
      }),
      valid('json', secondStep),
      async (c) => c.json(await begin(await proveSecond(c.req.valid('json'), ''), programOf(c))),
    )
    .post(
      '/token/refresh',
      open({
        needs: 'anyone',
        limit: 'read',
        summary: 'Get the next pair of tokens; a refresh token works once, and ends its sign-in when it comes again',
        answers: programSession,
      }),
      valid('json', refresh),
      async (c) => {
        const outcome = await commit((unit) => refreshFamily(unit, c.req.valid('json').refreshToken));
        if (outcome === 'used')
          throw new AppError(401, 'refresh_used', 'This refresh token was used before. Sign in again.');
        if (outcome === 'unknown') throw refused();
        return c.json(await answer(outcome.userId, outcome));
      },
    )
    .get(
      '/token/verify',
      guarded({
        needs: 'signed-in',
        limit: 'read',
        summary: 'See whether a token still works, until when, and for whom',
        answers: verified,
      }),
      async (c) => {
        const { session, actor } = c.var;
        const { id, name, kind } = actor;
        return c.json({
          ...{ sessionId: session.id, expiresAt: session.until ?? null },
          ...{ user: { id, name, kind }, role: actor.role, rights: actor.rights },
        });
      },
    );
};

const refused = () => new AppError(401, 'refresh_refused', 'This refresh token does not work. Sign in again.');

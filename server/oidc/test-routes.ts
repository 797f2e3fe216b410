import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { goTo, testId, testReport } from './contract.ts';
import { reportOf } from './flows.ts';
import { createGoing } from './going.ts';
import { OidcProblem } from './problem.ts';
import { readProvider } from './queries.ts';

const PAGE = '/desk/settings/sign-in';

/** At `/api/sign-in`. */
export const oidcTestRoutes = (deps: Deps) => {
  const { guarded, recent, spends } = deps.guard;
  const { db, clock } = deps;
  const go = createGoing(deps);

  return new Hono<AppEnv>()
    .post(
      '/provider/test',
      guarded({
        needs: ['update', 'settings'],
        by: 'person',
        limit: 'change',
        summary: 'Begin a test of the OpenID provider: the browser goes there, and nobody is signed in or changed',
        answers: goTo,
      }),
      recent,
      spends('oidc'),
      async (c) => {
        const provider = await readProvider(db.reader);
        if (!provider) throw new AppError(409, 'oidc.off', 'There is no OpenID provider. Set it up first.');
        const flow = { provider, purpose: 'test' as const, userId: c.var.actor.id, goesTo: PAGE };
        return c.json({ url: await go(c, flow).catch(unreachable) });
      },
    )
    .get(
      '/provider/test/:id',
      guarded({
        needs: ['update', 'settings'],
        limit: 'read',
        summary: 'Get what your test of the OpenID provider found; for ten minutes',
        answers: testReport,
      }),
      valid('param', testId),
      async (c) => {
        const { id } = c.req.valid('param');
        const report = await reportOf({ tx: db.reader, now: clock() }, { userId: c.var.actor.id, id });
        if (!report) throw notFound();
        return c.json(report);
      },
    );
};

export function unreachable(error: unknown): never {
  if (error instanceof OidcProblem)
    throw new AppError(503, 'oidc.down', `The provider cannot be asked: ${error.message}`);
  throw error;
}

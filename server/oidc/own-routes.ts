import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import { goTo, ownIdentity } from './contract.ts';
import { createGoing } from './going.ts';
import { disconnect } from './identities.ts';
import { identityOf, openProvider } from './queries.ts';
import { unreachable } from './test-routes.ts';

/** At `/api/me`: one's own connection to the provider. */
export const ownIdentityRoutes = (deps: Deps) => {
  const { guarded, inPerson, spends } = deps.guard;
  const { db, commit } = deps;
  const go = createGoing(deps);

  return new Hono<AppEnv>()
    .get(
      '/identity',
      guarded({
        needs: 'signed-in',
        only: 'staff',
        limit: 'read',
        summary: 'Get your connection to the OpenID provider',
        answers: ownIdentity,
      }),
      async (c) => {
        const provider = await openProvider(db.reader);
        const known = provider && (await identityOf(db.reader, { userId: c.var.actor.id, issuer: provider.issuer }));
        return c.json({
          label: provider?.label ?? null,
          connectedAt: known?.createdAt ?? null,
          usedAt: known?.usedAt ?? null,
        });
      },
    )
    .post(
      '/identity/connect',
      guarded({
        needs: 'signed-in',
        only: 'staff',
        limit: 'change',
        summary: 'Begin to connect yourself to the OpenID provider: the browser goes there',
        answers: goTo,
      }),
      inPerson,
      spends('oidc'),
      async (c) => {
        const provider = await openProvider(db.reader);
        if (!provider) throw new AppError(409, 'oidc.off', 'No OpenID provider is on.');
        const flow = {
          provider,
          purpose: 'connect' as const,
          userId: c.var.actor.id,
          goesTo: '/desk/settings/security',
        };
        return c.json({ url: await go(c, flow).catch(unreachable) });
      },
    )
    .delete(
      '/identity',
      guarded({
        ...disconnect.access,
        limit: 'change',
        summary: 'End your connection to the OpenID provider',
        answers: null,
      }),
      inPerson,
      async (c) => {
        await commit((unit) => disconnect(unit, c.var.actor));
        return c.body(null, 204);
      },
    );
};

import { Hono } from 'hono';
import * as v from 'valibot';
import type { Db } from '../../db/database.ts';
import type { Deps } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { findUser } from '../people/queries.ts';
import { uuid } from '../text/contract.ts';
import { goTo, type OwnIdentity, ownIdentity } from './contract.ts';
import { createGoing } from './going.ts';
import { disconnect, disconnectPerson } from './identities.ts';
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
      async (c) => c.json(await connectionOf(db.reader, c.var.actor.id)),
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

/** At `/api/users`. */
export const identityOfPersonRoutes = ({ guard: { guarded, recent }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/:id/identity',
      guarded({
        needs: ['view', 'people'],
        limit: 'read',
        summary: 'Get the connection of a person to the OpenID provider',
        answers: ownIdentity,
      }),
      valid('param', personId),
      async (c) => {
        const { id } = c.req.valid('param');
        if (!(await findUser(db.reader, id))) throw notFound();
        return c.json(await connectionOf(db.reader, id));
      },
    )
    .delete(
      '/:id/identity',
      guarded({
        ...disconnectPerson.access,
        limit: 'change',
        summary: 'End the connection of a person to the OpenID provider, and the sessions that began with it',
        answers: null,
      }),
      valid('param', personId),
      recent,
      async (c) => {
        await commit((unit) => disconnectPerson(unit, c.var.actor, c.req.valid('param').id));
        return c.body(null, 204);
      },
    );

const personId = v.strictObject({ id: uuid });

async function connectionOf(db: Db, userId: string): Promise<OwnIdentity> {
  const provider = await openProvider(db);
  const known = provider && (await identityOf(db, { userId, issuer: provider.issuer }));
  return { label: provider?.label ?? null, connectedAt: known?.createdAt ?? null, usedAt: known?.usedAt ?? null };
}

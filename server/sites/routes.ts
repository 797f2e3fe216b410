import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { uuid } from '../text/contract.ts';
import { valid } from '../http/validate.ts';
import { createSite, deleteSite, dropIdentitySecret, editSite, makeIdentitySecret } from './commands.ts';
import * as contract from './contract.ts';
import { identityReport, requireSite, siteList, toSite } from './queries.ts';

const siteId = v.object({ id: uuid });
const noSecret = () => new AppError(409, 'sites.no_secret', 'This site has no secret yet. Create one first.');

export const siteRoutes = ({ guard: { guarded }, db, commit, clock }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        needs: ['view', 'settings'],
        limit: 'read',
        summary: 'The sites that the widget stands on',
        answers: v.object({ items: v.array(contract.site) }),
      }),
      async (c) => c.json({ items: await siteList(db.reader) }),
    )
    .post(
      '/',
      guarded({
        ...createSite.access,
        limit: 'change',
        summary: 'Add a site; its key is made here',
        answers: contract.site,
        status: 201,
      }),
      valid('json', contract.createSite),
      async (c) => {
        const { site, isNew } = await commit((unit) => createSite(unit, c.var.actor, c.req.valid('json')));
        return c.json(site, isNew ? 201 : 200);
      },
    )
    .get(
      '/:id',
      guarded({ needs: ['view', 'settings'], limit: 'read', summary: 'One site', answers: contract.site }),
      valid('param', siteId),
      async (c) => c.json(toSite(await requireSite(db.reader, c.req.valid('param').id))),
    )
    .patch(
      '/:id',
      guarded({ ...editSite.access, limit: 'change', summary: 'Change a site', answers: contract.site }),
      valid('param', siteId),
      valid('json', contract.editSite),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        return c.json(await commit((unit) => editSite(unit, c.var.actor, input)));
      },
    )
    .delete(
      '/:id',
      guarded({
        ...deleteSite.access,
        limit: 'change',
        summary: 'Take the widget from a site; its tickets stay',
        answers: null,
      }),
      valid('param', siteId),
      async (c) => {
        await commit((unit) => deleteSite(unit, c.var.actor, c.req.valid('param')));
        return c.body(null, 204);
      },
    )
    .post(
      '/:id/identity-secret',
      guarded({
        ...makeIdentitySecret.access,
        limit: 'change',
        summary: 'A new secret for the site’s own server, in place of the old; it is shown this once',
        answers: contract.identitySecret,
        status: 201,
      }),
      valid('param', siteId),
      async (c) => {
        const secret = await commit((unit) => makeIdentitySecret(unit, c.var.actor, c.req.valid('param')));
        return c.json({ secret }, 201);
      },
    )
    .delete(
      '/:id/identity-secret',
      guarded({
        ...dropIdentitySecret.access,
        limit: 'change',
        summary: 'Take no more tokens of this site',
        answers: null,
      }),
      valid('param', siteId),
      async (c) => {
        await commit((unit) => dropIdentitySecret(unit, c.var.actor, c.req.valid('param')));
        return c.body(null, 204);
      },
    )
    .post(
      '/:id/identity-check',
      guarded({
        needs: ['view', 'settings'],
        limit: 'change',
        summary: 'What is right and wrong with a token; it is not spent',
        answers: contract.identityReport,
      }),
      valid('param', siteId),
      valid('json', contract.checkIdentity),
      async (c) => {
        const { id, key, identitySecret: secret } = await requireSite(db.reader, c.req.valid('param').id);
        if (secret === null) throw noSecret();
        const { token } = c.req.valid('json');
        return c.json(await identityReport(db.reader, { id, key, secret }, { token, now: clock() }));
      },
    );

import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Thing } from '../http/etag.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { uuid } from '../text/contract.ts';
import { valid } from '../http/validate.ts';
import { createSite, deleteSite, dropIdentitySecret, editSite, makeIdentitySecret } from './commands.ts';
import * as contract from './contract.ts';
import { identityReport, requireSite, siteList, toSite } from './queries.ts';

const siteId = v.object({ id: uuid });
const access = { needs: ['view', 'settings'] } as const;
const site: Thing<contract.Site> = {
  name: 'site',
  access,
  read: async (db, _actor, id) => toSite(await requireSite(db, id)),
};
const noSecret = () => new AppError(409, 'sites.no_secret', 'This site has no secret yet. Create one first.');

export const siteRoutes = ({ guard: { guarded, matching }, db, commit, clock }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        ...access,
        limit: 'read',
        summary: 'List the sites with the widget',
        answers: v.object({ items: v.array(contract.site) }),
        tagged: true,
      }),
      async (c) => c.json({ items: await siteList(db.reader) }),
    )
    .post(
      '/',
      guarded({
        ...createSite.access,
        limit: 'change',
        summary: 'Add a site; the server creates its key',
        answers: contract.site,
        status: 201,
      }),
      valid('json', contract.createSite),
      async (c) => {
        const made = await commit((unit) => createSite(unit, c.var.actor, c.req.valid('json')));
        return c.json(made.site, made.isNew ? 201 : 200);
      },
    )
    .get(
      '/:id',
      guarded({ ...access, limit: 'read', summary: 'Get a site', answers: contract.site, tagged: site }),
      valid('param', siteId),
      async (c) => c.json(await site.read(db.reader, c.var.actor, c.req.valid('param').id)),
    )
    .patch(
      '/:id',
      guarded({ ...editSite.access, limit: 'change', summary: 'Edit a site', answers: contract.site, tagged: site }),
      valid('param', siteId),
      valid('json', contract.editSite),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        return c.json(await matching(c, site, (unit) => editSite(unit, c.var.actor, input)));
      },
    )
    .delete(
      '/:id',
      guarded({
        ...deleteSite.access,
        limit: 'change',
        summary: 'Delete a site; its tickets stay',
        answers: null,
        tagged: site,
      }),
      valid('param', siteId),
      async (c) => {
        await matching(c, site, (unit) => deleteSite(unit, c.var.actor, c.req.valid('param')));
        return c.body(null, 204);
      },
    )
    .post(
      '/:id/identity-secret',
      guarded({
        ...makeIdentitySecret.access,
        limit: 'change',
        summary: 'Replace the identity secret of a site; the new one is shown only once',
        answers: contract.identitySecret,
        status: 201,
        once: true,
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
        summary: 'Delete the identity secret of a site',
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
        summary: 'Check an identity token without using it up',
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

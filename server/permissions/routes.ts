import { Hono } from 'hono';
import * as v from 'valibot';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { findRole } from '../roles/queries.ts';
import { uuid } from '../text/contract.ts';
import { setRightsOfPerson, setRightsOfRole } from './commands.ts';
import * as contract from './contract.ts';
import { rightsOfPerson } from './queries.ts';

const code = v.object({ code: v.pipe(v.string(), v.maxLength(40)) });
const id = v.object({ id: uuid });

/** At `/api/roles`. */
export const rolePermissionRoutes = ({ guard: { guarded, recent }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/:code/permissions',
      guarded({
        needs: ['view', 'roles'],
        limit: 'read',
        summary: 'Get the rights of a role',
        answers: contract.ofRole,
      }),
      valid('param', code),
      async (c) => {
        const found = await findRole(db.reader, c.req.valid('param').code);
        if (!found) throw notFound();
        return c.json({ rights: found.rights });
      },
    )
    .put(
      '/:code/permissions',
      guarded({
        ...setRightsOfRole.access,
        limit: 'change',
        summary: 'Set the rights of a role, for its people at once',
        answers: contract.ofRole,
      }),
      valid('param', code),
      valid('json', contract.setOfRole),
      recent,
      async (c) => {
        const input = { ...c.req.valid('param'), ...c.req.valid('json') };
        return c.json({ rights: await commit((unit) => setRightsOfRole(unit, c.var.actor, input)) });
      },
    );

/** At `/api/users`. */
export const personPermissionRoutes = ({ guard: { guarded, recent }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/:id/permissions',
      guarded({
        needs: ['view', 'people'],
        limit: 'read',
        summary: 'Get what a person may do, and which of it is their own',
        answers: contract.ofPerson,
      }),
      valid('param', id),
      async (c) => {
        const found = await rightsOfPerson(db.reader, c.req.valid('param').id);
        if (!found) throw notFound();
        return c.json({ role: found.role, own: found.own, rights: found.rights });
      },
    )
    .put(
      '/:id/permissions',
      guarded({
        ...setRightsOfPerson.access,
        limit: 'change',
        summary: 'Set the own rights of a person, which win over those of their role',
        answers: contract.ofPerson,
      }),
      valid('param', id),
      valid('json', contract.setOfPerson),
      recent,
      async (c) => {
        const input = { ...c.req.valid('param'), ...c.req.valid('json') };
        return c.json(await commit((unit) => setRightsOfPerson(unit, c.var.actor, input)));
      },
    )
    .delete(
      '/:id/permissions',
      guarded({
        ...setRightsOfPerson.access,
        limit: 'change',
        summary: 'Remove the own rights of a person, so that their role decides again',
        answers: null,
      }),
      valid('param', id),
      recent,
      async (c) => {
        await commit((unit) => setRightsOfPerson(unit, c.var.actor, { ...c.req.valid('param'), own: {} }));
        return c.body(null, 204);
      },
    );

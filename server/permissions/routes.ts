import { Hono } from 'hono';
import * as v from 'valibot';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import type { Thing } from '../http/etag.ts';
import { valid } from '../http/validate.ts';
import { findRole } from '../roles/queries.ts';
import { uuid } from '../text/contract.ts';
import { setRightsOfPerson, setRightsOfRole } from './commands.ts';
import * as contract from './contract.ts';
import { rightsOfPerson } from './queries.ts';

const code = v.object({ code: v.pipe(v.string(), v.maxLength(40)) });
const id = v.object({ id: uuid });
const rightsOfARole: Thing<v.InferOutput<typeof contract.ofRole>> = {
  name: 'permissions',
  access: { needs: ['view', 'roles'] },
  async read(db, _actor, code) {
    const found = await findRole(db, code);
    if (!found) throw notFound();
    return { rights: found.rights };
  },
};
const rightsOfAPerson: Thing<v.InferOutput<typeof contract.ofPerson>> = {
  name: 'permissions',
  access: { needs: ['view', 'people'] },
  async read(db, _actor, id) {
    const found = await rightsOfPerson(db, id);
    if (!found) throw notFound();
    return { role: found.role, own: found.own, rights: found.rights };
  },
};

/** At `/api/roles`. */
export const rolePermissionRoutes = ({ guard: { guarded, matching, recent }, db }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/:code/permissions',
      guarded({
        ...rightsOfARole.access,
        limit: 'read',
        summary: 'Get the rights of a role',
        answers: contract.ofRole,
        tagged: rightsOfARole,
      }),
      valid('param', code),
      async (c) => c.json(await rightsOfARole.read(db.reader, c.var.actor, c.req.valid('param').code)),
    )
    .put(
      '/:code/permissions',
      guarded({
        ...setRightsOfRole.access,
        limit: 'change',
        summary: 'Set the rights of a role, for its people at once',
        answers: contract.ofRole,
        tagged: rightsOfARole,
      }),
      valid('param', code),
      valid('json', contract.setOfRole),
      recent,
      async (c) => {
        const input = { ...c.req.valid('param'), ...c.req.valid('json') };
        return c.json({
          rights: await matching(c, rightsOfARole, (unit) => setRightsOfRole(unit, c.var.actor, input)),
        });
      },
    );

/** At `/api/users`. */
export const personPermissionRoutes = ({ guard: { guarded, matching, recent }, db }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/:id/permissions',
      guarded({
        ...rightsOfAPerson.access,
        limit: 'read',
        summary: 'Get what a person may do, and which of it is their own',
        answers: contract.ofPerson,
        tagged: rightsOfAPerson,
      }),
      valid('param', id),
      async (c) => c.json(await rightsOfAPerson.read(db.reader, c.var.actor, c.req.valid('param').id)),
    )
    .put(
      '/:id/permissions',
      guarded({
        ...setRightsOfPerson.access,
        limit: 'change',
        summary: 'Set the own rights of a person, which win over those of their role',
        answers: contract.ofPerson,
        tagged: rightsOfAPerson,
      }),
      valid('param', id),
      valid('json', contract.setOfPerson),
      recent,
      async (c) => {
        const input = { ...c.req.valid('param'), ...c.req.valid('json') };
        return c.json(await matching(c, rightsOfAPerson, (unit) => setRightsOfPerson(unit, c.var.actor, input)));
      },
    )
    .delete(
      '/:id/permissions',
      guarded({
        ...setRightsOfPerson.access,
        limit: 'change',
        summary: 'Remove the own rights of a person, so that their role decides again',
        answers: null,
        tagged: rightsOfAPerson,
      }),
      valid('param', id),
      recent,
      async (c) => {
        const input = { ...c.req.valid('param'), own: {} };
        await matching(c, rightsOfAPerson, (unit) => setRightsOfPerson(unit, c.var.actor, input));
        return c.body(null, 204);
      },
    );

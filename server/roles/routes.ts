import { Hono } from 'hono';
import * as v from 'valibot';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import type { Thing } from '../http/etag.ts';
import { valid } from '../http/validate.ts';
import { menuFor } from '../menu/queries.ts';
import { addRole, deleteRole, renameRole } from './commands.ts';
import * as contract from './contract.ts';
import { findRole, wholeRoles } from './queries.ts';

const code = v.object({ code: v.pipe(v.string(), v.maxLength(40)) });
const access = { needs: ['view', 'roles'] } as const;
const role: Thing<contract.Role> = {
  name: 'role',
  access,
  async read(db, _actor, code) {
    const found = await findRole(db, code);
    if (!found) throw notFound();
    return found;
  },
  edited: ({ people: _people, ...role }) => role,
};

export const roleRoutes = ({ guard: { guarded, matching, recent }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        ...access,
        limit: 'read',
        summary: 'List roles, with what each may do and how many people have it',
        answers: v.object({ items: v.array(contract.role) }),
        tagged: true,
      }),
      async (c) => c.json({ items: await wholeRoles(db.reader) }),
    )
    .post(
      '/',
      guarded({
        ...addRole.access,
        limit: 'change',
        summary: 'Add a role with rights that you have yourself',
        answers: contract.role,
        status: 201,
      }),
      valid('json', contract.addRole),
      recent,
      async (c) => c.json(await commit((unit) => addRole(unit, c.var.actor, c.req.valid('json'))), 201),
    )
    .get(
      '/:code',
      guarded({ ...access, limit: 'read', summary: 'Get a role', answers: contract.role, tagged: role }),
      valid('param', code),
      async (c) => c.json(await role.read(db.reader, c.var.actor, c.req.valid('param').code)),
    )
    .patch(
      '/:code',
      guarded({
        ...renameRole.access,
        limit: 'change',
        summary: 'Rename a role',
        answers: contract.role,
        tagged: role,
      }),
      valid('param', code),
      valid('json', contract.editRole),
      async (c) => {
        const input = { ...c.req.valid('param'), ...c.req.valid('json') };
        return c.json(await matching(c, role, (unit) => renameRole(unit, c.var.actor, input)));
      },
    )
    .delete(
      '/:code',
      guarded({
        ...deleteRole.access,
        limit: 'change',
        summary: 'Delete a role; `replaceBy` is the role that its people get',
        answers: null,
        tagged: role,
      }),
      valid('param', code),
      valid('query', contract.deleteRole),
      recent,
      async (c) => {
        const input = { ...c.req.valid('param'), ...c.req.valid('query') };
        await matching(c, role, (unit) => deleteRole(unit, c.var.actor, input));
        return c.body(null, 204);
      },
    )
    .get(
      '/:code/preview',
      guarded({
        ...access,
        limit: 'read',
        summary: 'Get what the desk shows to a person with this role: their rights and their menu',
        answers: contract.preview,
      }),
      valid('param', code),
      async (c) => {
        const { code, name, kind, rights } = await role.read(db.reader, c.var.actor, c.req.valid('param').code);
        const menu = await menuFor(db.reader, { id: null, role: code, kind, rights });
        return c.json({ code, name, kind, rights, menu });
      },
    );

import { Hono } from 'hono';
import * as v from 'valibot';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import type { Thing } from '../http/etag.ts';
import { valid } from '../http/validate.ts';
import { addItem, deleteItem, editItem } from './commands.ts';
import * as contract from './contract.ts';
import { allItems, findItem } from './queries.ts';

const code = v.object({ code: v.pipe(v.string(), v.maxLength(40)) });
const access = { needs: ['view', 'settings'] } as const;
const item: Thing<contract.Item> = {
  name: 'item',
  access,
  async read(db, _actor, code) {
    const found = await findItem(db, code);
    if (!found) throw notFound();
    return found;
  },
};

export const menuRoutes = ({ guard: { guarded, matching }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        ...access,
        limit: 'read',
        summary: 'List all items of the menu in their order, also hidden ones; `GET /api/me` has your own menu',
        answers: v.object({ items: v.array(contract.item) }),
        tagged: true,
      }),
      async (c) => c.json({ items: await allItems(db.reader) }),
    )
    .post(
      '/',
      guarded({
        ...addItem.access,
        limit: 'change',
        summary: 'Add a link of your own to the menu, last under its parent',
        answers: contract.item,
        status: 201,
      }),
      valid('json', contract.addItem),
      async (c) => c.json(await commit((unit) => addItem(unit, c.var.actor, c.req.valid('json'))), 201),
    )
    .get(
      '/:code',
      guarded({ ...access, limit: 'read', summary: 'Get an item of the menu', answers: contract.item, tagged: item }),
      valid('param', code),
      async (c) => c.json(await item.read(db.reader, c.var.actor, c.req.valid('param').code)),
    )
    .patch(
      '/:code',
      guarded({
        ...editItem.access,
        limit: 'change',
        summary: 'Rename, move, hide or limit an item of the menu',
        answers: contract.item,
        tagged: item,
      }),
      valid('param', code),
      valid('json', contract.editItem),
      async (c) => {
        const input = { ...c.req.valid('param'), ...c.req.valid('json') };
        return c.json(await matching(c, item, (unit) => editItem(unit, c.var.actor, input)));
      },
    )
    .delete(
      '/:code',
      guarded({
        ...deleteItem.access,
        limit: 'change',
        summary: 'Delete a link of your own',
        answers: null,
        tagged: item,
      }),
      valid('param', code),
      async (c) => {
        await matching(c, item, (unit) => deleteItem(unit, c.var.actor, c.req.valid('param')));
        return c.body(null, 204);
      },
    );

import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { uuid } from '../text/contract.ts';
import type { Thing } from '../http/etag.ts';
import { valid } from '../http/validate.ts';
import { addView, deleteView, editView } from './commands.ts';
import { addView as add, editView as edit, type SavedView, savedView } from './contract.ts';
import { requireView, toView, viewLists } from './queries.ts';

const viewId = v.object({ id: uuid });
const access = { needs: ['view', 'tickets'], only: 'staff' } as const;
const view: Thing<SavedView> = {
  name: 'view',
  access,
  read: async (db, actor, id) => toView(await requireView(db, actor, id)),
};

export const viewRoutes = ({ guard: { guarded, matching }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        ...access,
        limit: 'read',
        summary: 'List your saved views and the shared ones',
        answers: v.object({ items: v.array(savedView) }),
        tagged: true,
      }),
      async (c) => {
        const { own, shared } = await viewLists(db.reader, c.var.actor);
        return c.json({ items: [...own, ...shared] });
      },
    )
    .post(
      '/',
      guarded({
        ...addView.access,
        limit: 'change',
        summary: 'Save a view, for yourself or shared',
        answers: savedView,
        status: 201,
      }),
      valid('json', add),
      async (c) => {
        const added = await commit((unit) => addView(unit, c.var.actor, c.req.valid('json')));
        return c.json(added.view, added.isNew ? 201 : 200);
      },
    )
    .get(
      '/:id',
      guarded({ ...access, limit: 'read', summary: 'Get a saved view', answers: savedView, tagged: view }),
      valid('param', viewId),
      async (c) => c.json(await view.read(db.reader, c.var.actor, c.req.valid('param').id)),
    )
    .patch(
      '/:id',
      guarded({
        ...editView.access,
        limit: 'change',
        summary: 'Edit your own view, or a shared one with the right to change tickets of colleagues',
        answers: savedView,
        tagged: view,
      }),
      valid('param', viewId),
      valid('json', edit),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        return c.json(await matching(c, view, (unit) => editView(unit, c.var.actor, input)));
      },
    )
    .delete(
      '/:id',
      guarded({ ...deleteView.access, limit: 'change', summary: 'Delete a view', answers: null, tagged: view }),
      valid('param', viewId),
      async (c) => {
        await matching(c, view, (unit) => deleteView(unit, c.var.actor, c.req.valid('param')));
        return c.body(null, 204);
      },
    );

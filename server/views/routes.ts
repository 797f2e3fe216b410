import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { uuid } from '../text/contract.ts';
import { valid } from '../http/validate.ts';
import { addView, deleteView, editView } from './commands.ts';
import { addView as add, editView as edit, savedView } from './contract.ts';
import { requireView, toView, viewLists } from './queries.ts';

const viewId = v.object({ id: uuid });
const access = { needs: ['view', 'tickets'], only: 'staff' } as const;

export const viewRoutes = ({ guard: { guarded }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        ...access,
        limit: 'read',
        summary: 'List your saved views and the shared ones',
        answers: v.object({ items: v.array(savedView) }),
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
      guarded({ ...access, limit: 'read', summary: 'Get a saved view', answers: savedView }),
      valid('param', viewId),
      async (c) => c.json(toView(await requireView(db.reader, c.var.actor, c.req.valid('param').id))),
    )
    .patch(
      '/:id',
      guarded({
        ...editView.access,
        limit: 'change',
        summary: 'Edit your own view, or a shared one with the right to change tickets of colleagues',
        answers: savedView,
      }),
      valid('param', viewId),
      valid('json', edit),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        return c.json(await commit((unit) => editView(unit, c.var.actor, input)));
      },
    )
    .delete(
      '/:id',
      guarded({ ...deleteView.access, limit: 'change', summary: 'Delete a view', answers: null }),
      valid('param', viewId),
      async (c) => {
        await commit((unit) => deleteView(unit, c.var.actor, c.req.valid('param')));
        return c.body(null, 204);
      },
    );

import { Hono } from 'hono';
import * as v from 'valibot';
import type { Db } from '../../db/database.ts';
import { requireRight } from '../auth/policy.ts';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/env.ts';
import type { Thing } from '../http/etag.ts';
import { valid } from '../http/validate.ts';
import { addValue, deleteValue, editValue, type NewValue, orderValues } from './commands.ts';
import * as contract from './contract.ts';
import type { FieldList } from './contract.ts';
import { requireValue, usesOf, type Value, valuesOf } from './queries.ts';

const byCode = v.object({ code: contract.code });

interface Schemas<I, A, E> {
  list: FieldList;
  item: I;
  add: A;
  edit: E;
  /** As a sentence names them. */
  names: { one: string; many: string };
}

/** The routes of one list. `shown` gives its values their own type back. */
const valueRoutes = <
  I extends v.GenericSchema,
  A extends v.GenericSchema<unknown, NewValue>,
  E extends v.GenericSchema<unknown, Partial<NewValue> & { archived?: boolean | undefined }>,
>(
  { list, item, add, edit, names: { one, many } }: Schemas<I, A, E>,
  { guard: { guarded, matching }, db, commit }: Deps,
) => {
  type Item = v.InferOutput<I>;
  const shown = ({ replacedBy: _successor, ...value }: Value & { tickets?: contract.Uses | undefined }) =>
    value as Item;
  const there = async (at: Db) => (await valuesOf(at, list)).filter(({ deleted }) => !deleted);
  const value: Thing<Item> = {
    name: one,
    access: { needs: 'signed-in' },
    read: async (at, _actor, code) => shown(await requireValue(at, list, code)),
  };
  const all: Thing<{ code: string }[]> = {
    name: list,
    access: { needs: 'signed-in' },
    read: there,
    edited: (values) => values.map(({ code }) => code),
  };
  return new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        needs: 'signed-in',
        limit: 'read',
        summary: `List all ${many}, in their order; those for archived tickets too`,
        answers: v.array(item),
        tagged: all,
      }),
      valid('query', contract.listValues),
      async (c) => {
        const { uses } = c.req.valid('query');
        if (uses) requireRight(c.var.actor, 'view', 'settings');
        const values = await there(db.reader);
        const counts = uses ? await usesOf(db.reader, list) : null;
        const items = values.map((one) => shown(counts ? { ...one, tickets: counts.get(one.code) } : one));
        return c.json(items);
      },
    )
    .post(
      '/',
      guarded({ ...addValue.access, limit: 'change', summary: `Add a ${one}`, answers: item, status: 201 }),
      valid('json', add),
      async (c) => {
        const input = { ...c.req.valid('json'), list };
        return c.json(shown(await commit((unit) => addValue(unit, c.var.actor, input))), 201);
      },
    )
    .put(
      '/order',
      guarded({
        ...orderValues.access,
        limit: 'change',
        summary: `Sort the ${many}`,
        answers: v.array(item),
        tagged: all,
      }),
      valid('json', contract.orderValues),
      async (c) => {
        const input = { ...c.req.valid('json'), list };
        return c.json((await matching(c, all, (unit) => orderValues(unit, c.var.actor, input))).map(shown));
      },
    )
    .get(
      '/:code',
      guarded({ needs: 'signed-in', limit: 'read', summary: `Get a ${one}`, answers: item, tagged: value }),
      valid('param', byCode),
      async (c) => c.json(await value.read(db.reader, c.var.actor, c.req.valid('param').code)),
    )
    .patch(
      '/:code',
      guarded({
        ...editValue.access,
        limit: 'change',
        summary: `Change or archive a ${one}; its code stays`,
        answers: item,
        tagged: value,
      }),
      valid('param', byCode),
      valid('json', edit),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param'), list };
        return c.json(shown(await matching(c, value, (unit) => editValue(unit, c.var.actor, input))));
      },
    )
    .delete(
      '/:code',
      guarded({
        ...deleteValue.access,
        limit: 'change',
        summary: `Delete a ${one}; tickets that have it get the one of replaceBy`,
        answers: contract.deletedValue,
        tagged: value,
      }),
      valid('param', byCode),
      valid('query', contract.deleteValue),
      async (c) => {
        const input = { ...c.req.valid('query'), ...c.req.valid('param'), list };
        return c.json(await matching(c, value, (unit) => deleteValue(unit, c.var.actor, input)));
      },
    );
};

export const statusRoutes = (deps: Deps) =>
  valueRoutes(
    {
      ...{ list: 'statuses', item: contract.status, add: contract.addStatus, edit: contract.editStatus },
      names: { one: 'status', many: 'statuses' },
    },
    deps,
  );
export const priorityRoutes = (deps: Deps) =>
  valueRoutes(
    {
      ...{ list: 'priorities', item: contract.priority, add: contract.addPriority, edit: contract.editPriority },
      names: { one: 'priority', many: 'priorities with their targets' },
    },
    deps,
  );
export const categoryRoutes = (deps: Deps) =>
  valueRoutes(
    {
      ...{ list: 'categories', item: contract.category, add: contract.addCategory, edit: contract.editCategory },
      names: { one: 'category', many: 'categories' },
    },
    deps,
  );

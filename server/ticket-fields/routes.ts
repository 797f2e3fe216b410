import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { category, priority, status } from './contract.ts';
import { categoryList, priorityList, statusList } from './queries.ts';

/** Statuses, priorities and categories. */
export const catalogueRoutes = ({ guard: { guarded }, db }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/statuses',
      guarded({ needs: 'signed-in', limit: 'read', summary: 'List all statuses', answers: v.array(status) }),
      async (c) => c.json(await statusList(db.reader)),
    )
    .get(
      '/priorities',
      guarded({
        needs: 'signed-in',
        limit: 'read',
        summary: 'List all priorities with their targets',
        answers: v.array(priority),
      }),
      async (c) => c.json(await priorityList(db.reader)),
    )
    .get(
      '/categories',
      guarded({ needs: 'signed-in', limit: 'read', summary: 'List all categories', answers: v.array(category) }),
      async (c) => c.json(await categoryList(db.reader)),
    );

import { Hono } from 'hono';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { valid } from '../http/validate.ts';
import * as contract from './contract.ts';
import { resolveQuery } from './resolve-query.ts';

export const searchRoutes = ({ guard: { guarded }, db, searcher }: Deps) =>
  new Hono<AppEnv>().get(
    '/',
    guarded({
      needs: ['view', 'messages'],
      limit: 'search',
      summary: 'Search messages, notes and subjects; customers search their own tickets',
      answers: contract.results,
    }),
    valid('query', contract.search),
    async (c) => c.json(await searcher.ask(await resolveQuery(db.reader, c.var.actor, c.req.valid('query')))),
  );

import { Hono } from 'hono';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { valid } from '../http/validate.ts';
import { customers, CUSTOMERS_SHOWN, findCustomers } from './contract.ts';

export const customerRoutes = ({ guard: { guarded }, searcher }: Deps) =>
  new Hono<AppEnv>().get(
    '/',
    guarded({
      needs: ['view', 'tickets'],
      only: 'staff',
      limit: 'search',
      summary: 'Find customers by a part of their name',
      answers: customers,
    }),
    valid('query', findCustomers),
    // In the search worker: no index finds the middle of a name.
    async (c) => c.json(await searcher.customersNamed(c.req.valid('query').q, CUSTOMERS_SHOWN)),
  );

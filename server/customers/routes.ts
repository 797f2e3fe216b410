import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { valid } from '../http/validate.ts';
import { uuid } from '../text/contract.ts';
import { customers, CUSTOMERS_SHOWN, findCustomers } from './contract.ts';
import { customerPage as pageOfCustomers, findCustomer } from './list.ts';
import { customer, customerPage, listCustomers } from './list-contract.ts';

export const customerRoutes = ({ guard: { guarded }, searcher, db }: Deps) =>
  new Hono<AppEnv>()
    .get(
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
    )
    .get(
      '/:id',
      guarded({
        needs: ['view', 'people'],
        only: 'staff',
        limit: 'read',
        summary: 'Get a customer',
        answers: customer,
      }),
      valid('param', v.object({ id: uuid })),
      async (c) => c.json(await findCustomer(db.reader, c.req.valid('param').id)),
    );

/** At `/api/customer-list`: beside `/:id` a fixed word would be ambiguous to the router. */
export const customerListRoutes = ({ guard: { guarded }, db }: Deps) =>
  new Hono<AppEnv>().get(
    '/',
    guarded({
      needs: ['view', 'people'],
      only: 'staff',
      limit: 'search',
      summary: 'List the customers, by the time when they came',
      answers: customerPage,
    }),
    valid('query', listCustomers),
    async (c) => c.json(await pageOfCustomers(db.reader, c.req.valid('query'))),
  );

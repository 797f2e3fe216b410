import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { valid } from '../http/validate.ts';
import { ticketCounts } from './contract.ts';
import { ticketCountsOf } from './queries.ts';

/** Customers only: for staff the statement would read every ticket. */
export const ticketCountRoutes = ({ guard: { guarded }, db }: Deps) =>
  new Hono<AppEnv>().get(
    '/',
    guarded({
      needs: ['view', 'tickets'],
      only: 'customer',
      limit: 'read',
      summary: 'Count your own tickets by status and priority',
      answers: ticketCounts,
      tagged: true,
    }),
    valid('query', v.strictObject({})),
    async (c) => c.json(await ticketCountsOf(db.reader, c.var.actor.id)),
  );

import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { accessTicket } from '../tickets/access.ts';
import { uuid } from '../text/contract.ts';
import { valid } from '../http/validate.ts';
import { place } from './contract.ts';

export const placeRoutes = ({ guard: { guarded }, db, line }: Deps) =>
  new Hono<AppEnv>().get(
    '/:id/place',
    guarded({
      needs: ['view', 'tickets'],
      limit: 'read',
      summary: 'Get the place of a ticket in the queue; changes are pushed to its customer as `queue`',
      answers: place,
    }),
    valid('param', v.object({ id: uuid })),
    async (c) => c.json(await line.placeOf(await accessTicket(db.reader, c.var.actor, c.req.valid('param').id))),
  );

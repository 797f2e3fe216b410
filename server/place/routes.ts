import { Hono } from 'hono';
import * as v from 'valibot';
import type { Deps } from '../app.ts';
import type { AppEnv } from '../auth/guard.ts';
import { accessTicket } from '../policy.ts';
import { uuid } from '../text/contract.ts';
import { valid } from '../validate.ts';
import { place } from './contract.ts';

export const placeRoutes = ({ guard: { guarded }, db, line }: Deps) =>
  new Hono<AppEnv>().get(
    '/:id/place',
    guarded({
      needs: ['view', 'tickets'],
      limit: 'read',
      summary: 'How many wait longer, and how long it takes; pushed to its customer as `queue` when it changes',
      answers: place,
    }),
    valid('param', v.object({ id: uuid })),
    async (c) => c.json(await line.placeOf(await accessTicket(db.reader, c.var.actor, c.req.valid('param').id))),
  );

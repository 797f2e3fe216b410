import { Hono } from 'hono';
import * as v from 'valibot';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { uuid } from '../text/contract.ts';
import { erasePerson } from './commands.ts';
import { erase, erasure } from './contract.ts';
import { erasureOf } from './queries.ts';

const id = v.object({ id: uuid });

/** At `/api/users`. */
export const erasureRoutes = ({ guard: { guarded, recent }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/:id/erasure',
      guarded({
        ...erasePerson.access,
        limit: 'read',
        summary: 'See what deleting a person takes away, and what stays',
        answers: erasure,
      }),
      valid('param', id),
      async (c) => c.json(await erasureOf(db.reader, c.var.actor, c.req.valid('param').id)),
    )
    .post(
      '/:id/erasure',
      guarded({
        ...erasePerson.access,
        limit: 'change',
        summary: 'Delete a person for good; their tickets stay without their name',
        answers: null,
      }),
      valid('param', id),
      valid('json', erase),
      recent,
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        await commit((unit) => erasePerson(unit, c.var.actor, input));
        return c.body(null, 204);
      },
    );

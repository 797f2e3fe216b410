import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { editSignIn } from './commands.ts';
import { editSignIn as edit, signInSettings } from './contract.ts';
import { readSignIn } from './queries.ts';

/** At `/api/sign-in`. */
export const signInRoutes = ({ guard: { guarded, recent }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        needs: ['view', 'settings'],
        limit: 'read',
        summary: 'Get how people may sign in',
        answers: signInSettings,
      }),
      async (c) => c.json(await readSignIn(db.reader)),
    )
    .patch(
      '/',
      guarded({
        ...editSignIn.access,
        limit: 'change',
        summary: 'Change how people may sign in, such as which roles need a second step',
        answers: signInSettings,
      }),
      valid('json', edit),
      recent,
      async (c) => {
        const input = c.req.valid('json');
        return c.json(await commit((unit) => editSignIn(unit, c.var.actor, input)));
      },
    );

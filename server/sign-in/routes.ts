import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/env.ts';
import type { Thing } from '../http/etag.ts';
import { valid } from '../http/validate.ts';
import { editSignIn } from './commands.ts';
import { editSignIn as edit, type SignInSettings, signInSettings } from './contract.ts';
import { readSignIn } from './queries.ts';

const signIn: Thing<SignInSettings> = {
  name: 'signIn',
  access: { needs: ['view', 'settings'] },
  read: readSignIn,
};

/** At `/api/sign-in`. */
export const signInRoutes = ({ guard: { guarded, matching, recent }, db }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        ...signIn.access,
        limit: 'read',
        summary: 'Get how people may sign in',
        answers: signInSettings,
        tagged: signIn,
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
        tagged: signIn,
      }),
      valid('json', edit),
      recent,
      async (c) => {
        const input = c.req.valid('json');
        return c.json(await matching(c, signIn, (unit) => editSignIn(unit, c.var.actor, input)));
      },
    );

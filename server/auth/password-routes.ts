import { Hono } from 'hono';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { valid } from '../http/validate.ts';
import { requirePasswords } from '../sign-in/passwords-off.ts';
import { passwordHashOf, setPassword } from './commands.ts';
import { changePassword } from './contract.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { createSignIn } from './sign-in.ts';

export const passwordRoutes = ({ guard: { guarded, spends }, db, commit, sessions, config }: Deps) => {
  const signIn = createSignIn({ db, commit, sessions, config });

  return new Hono<AppEnv>().put(
    '/password',
    guarded({
      needs: 'signed-in',
      limit: 'change',
      summary: 'Change your password; every other session ends',
      answers: null,
    }),
    valid('json', changePassword),
    // Before the current password is checked: a wrong one counts.
    spends('password'),
    async (c) => {
      const { current, next } = c.req.valid('json');
      const { actor, session } = c.var;
      await requirePasswords(db.reader, actor.kind);
      if (!(await isPassword(await passwordHashOf(db.reader, actor.id), current))) {
        throw new AppError(422, 'invalid', 'Your current password is wrong.', {
          fields: { current: 'This is not your password.' },
        });
      }
      const passwordHash = await hashPassword(next);
      await commit((unit) => setPassword(unit, { userId: actor.id, passwordHash, current: session.id }));
      await signIn(c, actor.id);
      return c.body(null, 204);
    },
  );
};

import { Hono } from 'hono';
import { deleteCookie } from 'hono/cookie';
import { audit } from '../audit/commands.ts';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { me } from '../people/contract.ts';
import { valid } from '../http/validate.ts';
import { addFirstAdmin, addUser } from './commands.ts';
import { login, register, setUp, setUpState } from './contract.ts';
import { cookieName } from './credential.ts';
import { hashPassword } from './passwords.ts';
import { endSession } from './sessions.ts';
import { createProof, createSignIn } from './sign-in.ts';

export const authRoutes = ({
  guard: { guarded, open, spends },
  db,
  commit,
  sessions,
  limits,
  config,
  setUpLink,
}: Deps) => {
  const prove = createProof({ db, commit, limits, config });
  const signIn = createSignIn({ db, commit, sessions, config });

  return new Hono<AppEnv>()
    .post(
      '/register',
      open({ needs: 'anyone', limit: 'read', summary: 'Register as a customer', answers: me, status: 201 }),
      valid('json', register),
      spends('register'),
      async (c) => {
        const { password, ...person } = c.req.valid('json');
        const passwordHash = await hashPassword(password);
        const id = await commit((unit) => addUser(unit, { ...person, passwordHash, role: 'customer', byId: null }));
        return c.json(await signIn(c, id), 201);
      },
    )
    .post(
      '/login',
      open({ needs: 'anyone', limit: 'read', summary: 'Sign in', answers: me }),
      valid('json', login),
      async (c) => {
        const proved = await prove(c, c.req.valid('json'));
        return c.json(await signIn(c, proved.userId, proved));
      },
    )
    .post(
      '/logout',
      guarded({
        needs: 'signed-in',
        limit: 'change',
        summary: 'Sign out; of a program, every token of its sign-in ends',
        answers: null,
      }),
      async (c) => {
        const { session, actor } = c.var;
        await commit(async (unit) => {
          await endSession(unit, { id: session.id, userId: actor.id });
          await audit(unit, { actorId: actor.id, action: 'session.ended', targetId: session.id });
        });
        deleteCookie(c, cookieName(config.secure), { path: '/', secure: config.secure });
        return c.body(null, 204);
      },
    )
    .get(
      '/setup',
      open({
        needs: 'anyone',
        limit: 'read',
        summary: 'Whether the first admin is still to be created',
        answers: setUpState,
      }),
      (c) => c.json({ isNeeded: setUpLink.secret !== null }),
    )
    .post(
      '/setup',
      open({
        needs: 'anyone',
        limit: 'read',
        summary: 'Create the first admin, with the one-time link',
        answers: me,
        status: 201,
      }),
      valid('json', setUp),
      spends('password'),
      async (c) => {
        const { secret, password, ...person } = c.req.valid('json');
        if (!setUpLink.opens(secret)) throw notFound();
        const passwordHash = await hashPassword(password);
        const id = await commit((unit) => addFirstAdmin(unit, { ...person, passwordHash }));
        setUpLink.close();
        return c.json(await signIn(c, id), 201);
      },
    );
};

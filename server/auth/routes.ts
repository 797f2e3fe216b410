import { Hono } from 'hono';
import { deleteCookie } from 'hono/cookie';
import { clientAddress, prefixOf } from '../http/address.ts';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { audit } from '../audit/commands.ts';
import { notFound } from '../errors.ts';
import { me } from '../people/contract.ts';
import { valid } from '../http/validate.ts';
import { addFirstAdmin, addUser, findByEmail } from './commands.ts';
import { login, register, setUp, setUpState } from './contract.ts';
import { cookieName } from './credential.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { endSession } from './sessions.ts';
import { createSignIn, wrongSignIn } from './sign-in.ts';

export const authRoutes = ({
  guard: { guarded, open, spends },
  db,
  commit,
  sessions,
  limits,
  config,
  setUpLink,
}: Deps) => {
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
        const { email, password } = c.req.valid('json');
        const prefix = prefixOf(clientAddress(c.env.incoming, config.proxyHops));
        const account = `${email} ${prefix}`;
        // Spent before the password is checked, and refunded if it is right: of a hundred simultaneous guesses five are checked.
        await limits.spend('sign_in', account);
        await limits.spend('sign_in_address', prefix);
        const user = await findByEmail(db.reader, email);
        const right = await isPassword(user?.passwordHash ?? null, password);
        if (!right || !user?.active) {
          // Only within the limit, so that nobody can flood the audit log.
          if (user)
            await commit((unit) => audit(unit, { actorId: null, action: 'session.refused', targetId: user.id }));
          throw wrongSignIn();
        }
        await limits.forget('sign_in', account);
        await limits.refund('sign_in_address', prefix);
        const stillTrue = async () => (await findByEmail(db.reader, email))?.passwordHash === user.passwordHash;
        return c.json(await signIn(c, user.id, stillTrue));
      },
    )
    .post(
      '/logout',
      guarded({ needs: 'signed-in', limit: 'change', summary: 'Sign out', answers: null }),
      async (c) => {
        const { session, actor } = c.var;
        await commit((unit) => endSession(unit, { id: session.id, userId: actor.id }));
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

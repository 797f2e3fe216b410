import { Hono } from 'hono';
import * as v from 'valibot';
import type { Deps } from '../deps.ts';
import { linkGone } from '../auth/link-gone.ts';
import { hashPassword } from '../auth/passwords.ts';
import { askSecondStep } from '../auth/second-proof.ts';
import { createSignIn } from '../auth/sign-in.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { me } from '../people/contract.ts';
import { uuid } from '../text/contract.ts';
import { makePasswordLink, resetPassword } from './commands.ts';
import { lookAtLink, passwordLink, passwordLinkOf, resetPassword as reset, whose } from './contract.ts';
import { personOfLink } from './queries.ts';

/** At `/api/users`. */
export const passwordLinkRoutes = ({ guard: { guarded, recent }, commit, config }: Deps) =>
  new Hono<AppEnv>().post(
    '/:id/password-link',
    guarded({
      ...makePasswordLink.access,
      limit: 'change',
      summary: 'Make a link with which a person sets a new password, once',
      answers: passwordLink,
      status: 201,
      once: true,
    }),
    valid('param', v.object({ id: uuid })),
    recent,
    async (c) => {
      const { secret, expiresAt } = await commit((unit) =>
        makePasswordLink(unit, c.var.actor, c.req.valid('param').id),
      );
      return c.json({ link: passwordLinkOf(config.publicUrl, secret), expiresAt }, 201);
    },
  );

/** At `/api/auth`. The secret is in the body: an address would be logged, and told to other sites. */
export const resetRoutes = ({ guard: { open, spends }, db, commit, sessions, config, clock }: Deps) => {
  const signIn = createSignIn({ db, commit, sessions, config });

  return new Hono<AppEnv>()
    .post(
      '/password/link',
      open({ needs: 'anyone', limit: 'read', summary: 'See whose password a link sets', answers: whose }),
      valid('json', lookAtLink),
      async (c) => {
        const found = await personOfLink(db.reader, { ...c.req.valid('json'), now: clock() });
        if (!found) throw linkGone();
        return c.json(found);
      },
    )
    .post(
      '/password/reset',
      open({
        needs: 'anyone',
        limit: 'read',
        summary: 'Set a new password with a link; every session ends, and a new one begins',
        answers: me,
      }),
      valid('json', reset),
      spends('link'),
      async (c) => {
        const { token, password } = c.req.valid('json');
        // Checked before the password is hashed, which is slow: a wrong link must not cost that.
        if (!(await personOfLink(db.reader, { token, now: clock() }))) throw linkGone();
        const passwordHash = await hashPassword(password);
        const id = await commit((unit) => resetPassword(unit, { token, passwordHash }));
        await askSecondStep({ db, commit }, id);
        return c.json(await signIn(c, id));
      },
    );
};

import { Hono } from 'hono';
import * as v from 'valibot';
import type { Db } from '../../db/database.ts';
import { createSecondProof } from '../auth/second-proof.ts';
import { createSignIn } from '../auth/sign-in.ts';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { browserOf } from '../oidc/browser.ts';
import { finishConnection } from '../oidc/finish-connection.ts';
import { isWayOpen } from '../oidc/way-open.ts';
import { me } from '../people/contract.ts';
import { findUser } from '../people/queries.ts';
import { beginEnrolment, confirmEnrolment } from './commands.ts';
import { codes, enrolment, pendingOnly, secondStep } from './contract.ts';
import { endPending, findPending, pendingGone } from './pending.ts';
import { enrolmentOf } from './queries.ts';

/** At `/api/auth`: the second step of a sign-in, and its set-up when the role needs one. No session exists before it is done. */
export const secondStepRoutes = (deps: Deps) => {
  const { open } = deps.guard;
  const { db, commit, limits, secrets, config } = deps;
  const prove = createSecondProof(deps);
  const signIn = createSignIn(deps);

  return new Hono<AppEnv>()
    .post(
      '/second-step',
      open({ needs: 'anyone', limit: 'read', summary: 'Finish a sign-in with the second step', answers: me }),
      valid('json', secondStep),
      async (c) => {
        const proved = await prove(c.req.valid('json'), browserOf(c, config));
        return c.json(await signIn(c, proved.userId, proved));
      },
    )
    .post(
      '/second-step/enrol',
      open({
        needs: 'anyone',
        limit: 'read',
        summary: 'Begin to set up the second step that your role needs, during a sign-in',
        answers: enrolment,
        status: 201,
      }),
      valid('json', pendingOnly),
      async (c) => {
        const here = { ...c.req.valid('json'), browser: browserOf(c, config), mustEnrol: true };
        const { secret, userId } = await commit(async (unit) => {
          const waiting = await findPending(unit, here);
          if (!waiting) throw pendingGone();
          return { userId: waiting.userId, secret: await beginEnrolment(unit, secrets, waiting.userId) };
        });
        const person = await findUser(db.reader, userId);
        const issuer = new URL(config.publicUrl).host;
        return c.json(enrolmentOf({ secret, issuer, label: person?.email ?? '' }), 201);
      },
    )
    .post(
      '/second-step/confirm',
      open({
        needs: 'anyone',
        limit: 'read',
        summary: 'Turn the second step on with a first code, and finish the sign-in',
        answers: v.object({ ...codes.entries, me }),
      }),
      valid('json', secondStep),
      async (c) => {
        const { pending, code } = c.req.valid('json');
        const here = { pending, browser: browserOf(c, config), mustEnrol: true };
        const waiting = await findPending({ tx: db.reader, now: deps.clock() }, here);
        if (!waiting) throw pendingGone();
        const { userId, arrival } = waiting;
        await limits.spend('second_step', userId);
        const recoveryCodes = await commit(async (unit) => {
          if (!(await findPending(unit, here))) throw pendingGone();
          const made = await confirmEnrolment(unit, secrets, { userId, code });
          if (!(await finishConnection(unit, waiting))) throw pendingGone();
          await endPending(unit, userId);
          return made;
        });
        await limits.forget('second_step', userId);
        const stillTrue = (at: Db) => isWayOpen(at, { userId, arrival });
        return c.json({ recoveryCodes, me: await signIn(c, userId, { stillTrue, ...(arrival && { arrival }) }) });
      },
    );
};

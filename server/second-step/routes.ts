import { Hono } from 'hono';
import * as v from 'valibot';
import { passwordHashOf } from '../auth/commands.ts';
import { proof } from '../auth/contract.ts';
import { isPassword } from '../auth/passwords.ts';
import { noteProof } from '../auth/recent.ts';
import type { Deps } from '../deps.ts';
import { AppError, invalidFields } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { createPasskeyProof } from '../passkeys/prove.ts';
import { meOf } from '../people/queries.ts';
import { requirePasswords } from '../sign-in/passwords-off.ts';
import { uuid } from '../text/contract.ts';
import { checkCode, codeProblem } from './check.ts';
import { beginEnrolment, confirmEnrolment, renewRecoveryCodes, resetSecondStep, turnOff } from './commands.ts';
import { codes, confirm, enrolment, ownSecondStep } from './contract.ts';
import { enrolmentOf, ownSecondStepOf } from './queries.ts';

/** At `/api/me`. */
export const ownSecondStepRoutes = (deps: Deps) => {
  const { guarded, inPerson, recent } = deps.guard;
  const { db, commit, limits, secrets, config } = deps;
  const provePasskey = createPasskeyProof(deps);

  return new Hono<AppEnv>()
    .get(
      '/second-step',
      guarded({ needs: 'signed-in', limit: 'read', summary: 'Get your second step', answers: ownSecondStep }),
      async (c) => c.json(await ownSecondStepOf(db.reader, c.var.actor)),
    )
    .post(
      '/second-step',
      guarded({
        needs: 'signed-in',
        limit: 'change',
        summary: 'Begin to set up the second step; it counts once a first code confirms it',
        answers: enrolment,
        status: 201,
        once: true,
      }),
      inPerson,
      async (c) => {
        const { email } = await meOf(db.reader, c.var.actor);
        if (email === null) throw new AppError(409, 'users.no_address', 'A visitor has no sign-in to protect.');
        const secret = await commit((unit) => beginEnrolment(unit, secrets, c.var.actor.id));
        return c.json(enrolmentOf({ secret, issuer: new URL(config.publicUrl).host, label: email }), 201);
      },
    )
    .put(
      '/second-step',
      guarded({
        needs: 'signed-in',
        limit: 'change',
        summary: 'Turn the second step on with a first code; you get recovery codes, once',
        answers: codes,
      }),
      valid('json', confirm),
      inPerson,
      async (c) => {
        const { code } = c.req.valid('json');
        const userId = c.var.actor.id;
        return c.json({ recoveryCodes: await commit((unit) => confirmEnrolment(unit, secrets, { userId, code })) });
      },
    )
    .delete(
      '/second-step',
      guarded({ ...turnOff.access, limit: 'change', summary: 'Turn your second step off', answers: null }),
      inPerson,
      async (c) => {
        await commit((unit) => turnOff(unit, c.var.actor));
        return c.body(null, 204);
      },
    )
    .post(
      '/recovery-codes',
      guarded({
        ...renewRecoveryCodes.access,
        limit: 'change',
        summary: 'Make new recovery codes; those before stop working',
        answers: codes,
        status: 201,
        once: true,
      }),
      inPerson,
      async (c) => c.json({ recoveryCodes: await commit((unit) => renewRecoveryCodes(unit, c.var.actor)) }, 201),
    )
    .get(
      '/proof',
      guarded({
        needs: 'signed-in',
        limit: 'read',
        summary: 'Learn whether your sign-in is recent enough for a dangerous act: 403 `recent_sign_in` if it is not',
        answers: null,
      }),
      recent,
      (c) => c.body(null, 204),
    )
    .post(
      '/proof',
      guarded({
        needs: 'signed-in',
        limit: 'change',
        summary: 'Prove again who you are, for what needs a recent sign-in',
        answers: null,
      }),
      valid('json', proof),
      async (c) => {
        const { password, code, passkey } = c.req.valid('json');
        const { actor, session } = c.var;
        await limits.spend('proof', actor.id);
        if (password !== undefined) await requirePasswords(db.reader, actor.kind);
        if (password !== undefined && !(await isPassword(await passwordHashOf(db.reader, actor.id), password)))
          throw invalidFields({ password: 'This is not your password.' });
        const checked =
          code === undefined ? 'right' : await commit((unit) => checkCode(unit, secrets, { userId: actor.id, code }));
        if (checked !== 'right') throw invalidFields({ code: codeProblem(checked) });
        if (passkey && (await provePasskey(passkey)).userId !== actor.id)
          throw new AppError(422, 'invalid', 'This is the passkey of somebody else.');
        await commit((unit) => noteProof(unit, session));
        await limits.forget('proof', actor.id);
        return c.body(null, 204);
      },
    );
};

/** At `/api/users`. */
export const resetSecondStepRoutes = ({ guard: { guarded, recent }, commit }: Deps) =>
  new Hono<AppEnv>().delete(
    '/:id/second-step',
    guarded({
      ...resetSecondStep.access,
      limit: 'change',
      summary: 'Reset the second step of a person who lost their phone',
      answers: null,
    }),
    valid('param', v.strictObject({ id: uuid })),
    recent,
    async (c) => {
      await commit((unit) => resetSecondStep(unit, c.var.actor, c.req.valid('param').id));
      return c.body(null, 204);
    },
  );

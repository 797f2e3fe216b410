import { Hono } from 'hono';
import { createSignIn } from '../auth/sign-in.ts';
import type { Deps } from '../deps.ts';
import { deviceOrProgram } from '../devices/contract.ts';
import { AppError } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { me } from '../people/contract.ts';
import { meOf } from '../people/queries.ts';
import { addPasskey, removePasskey, renamePasskey, startChallenge, takeChallenge } from './commands.ts';
import {
  addPasskey as added,
  assertion,
  creation,
  passkey,
  passkeyId,
  passkeyList,
  renamePasskey as rename,
  request,
} from './contract.ts';
import { createPasskeyProof } from './prove.ts';
import { passkeysOf } from './queries.ts';
import { ALGORITHMS, challengeIn, rpIdOf, verifiedCreation } from './verify.ts';

/** At `/api/me`. */
export const ownPasskeyRoutes = ({ guard: { guarded, inPerson }, db, commit, config }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/passkeys',
      guarded({ needs: 'signed-in', limit: 'read', summary: 'List your passkeys', answers: passkeyList }),
      async (c) => c.json({ items: await passkeysOf(db.reader, c.var.actor.id) }),
    )
    .post(
      '/passkeys/options',
      guarded({
        needs: 'signed-in',
        limit: 'change',
        summary: 'Get what a browser needs to create a passkey',
        answers: creation,
      }),
      inPerson,
      async (c) => {
        const { id, name, email } = await meOf(db.reader, c.var.actor);
        if (email === null) throw new AppError(409, 'users.no_address', 'A visitor has no sign-in.');
        const host = rpIdOf(config);
        const known = await passkeysOf(db.reader, id);
        return c.json({
          challenge: await commit((unit) => startChallenge(unit, id)),
          rp: { id: host, name: host },
          user: { id: Buffer.from(id).toString('base64url'), name: email, displayName: name },
          algorithms: ALGORITHMS,
          exclude: known.map((one) => one.id),
        });
      },
    )
    .post(
      '/passkeys',
      guarded({ ...addPasskey.access, limit: 'change', summary: 'Add a passkey', answers: passkey, status: 201 }),
      valid('json', added),
      inPerson,
      async (c) => {
        const { actor } = c.var;
        const input = c.req.valid('json');
        const challenge = challengeIn(input.clientDataJSON);
        const isAsked = await commit((unit) => takeChallenge(unit, challenge, actor.id));
        const found = isAsked ? await verifiedCreation(input, { challenge, config }) : null;
        if (!found) throw new AppError(422, 'passkey.unusable', 'This passkey could not be checked. Try again.');
        const name = deviceOrProgram(c.req.header('user-agent') ?? '') ?? 'Passkey';
        return c.json(await commit((unit) => addPasskey(unit, actor, { ...found, name })), 201);
      },
    )
    .patch(
      '/passkeys/:id',
      guarded({ ...renamePasskey.access, limit: 'change', summary: 'Rename a passkey', answers: passkey }),
      valid('param', passkeyId),
      valid('json', rename),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        return c.json(await commit((unit) => renamePasskey(unit, c.var.actor, input)));
      },
    )
    .delete(
      '/passkeys/:id',
      guarded({ ...removePasskey.access, limit: 'change', summary: 'Remove a passkey', answers: null }),
      valid('param', passkeyId),
      inPerson,
      async (c) => {
        await commit((unit) => removePasskey(unit, c.var.actor, c.req.valid('param').id));
        return c.body(null, 204);
      },
    );

/** At `/api/auth`. */
export const passkeyRoutes = (deps: Deps) => {
  const { open, spends } = deps.guard;
  const { commit, config } = deps;
  const prove = createPasskeyProof(deps);
  const signIn = createSignIn(deps);

  return new Hono<AppEnv>()
    .post(
      '/passkey/options',
      open({
        needs: 'anyone',
        limit: 'read',
        summary: 'Get what a browser needs to sign in with a passkey',
        answers: request,
      }),
      spends('passkey'),
      async (c) => c.json({ challenge: await commit((unit) => startChallenge(unit, null)), rpId: rpIdOf(config) }),
    )
    .post(
      '/passkey',
      open({ needs: 'anyone', limit: 'read', summary: 'Sign in with a passkey', answers: me }),
      valid('json', assertion),
      async (c) => {
        const proved = await prove(c.req.valid('json'));
        return c.json(await signIn(c, proved.userId, proved));
      },
    );
};

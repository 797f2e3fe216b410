import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import * as commands from './commands.ts';
import * as contract from './contract.ts';
import { findToken, tokensOf } from './queries.ts';

const { apiToken, apiTokens, madeToken, tokenId } = contract;

/** A person's own tokens, at `/api/me/tokens`. */
export const ownTokenRoutes = ({ guard: { guarded, recent, spends }, db, commit }: Deps) => {
  async function own(id: string, userId: string) {
    const found = await findToken(db.reader, { id, userId });
    if (!found) throw notFound();
    return found;
  }

  return new Hono<AppEnv>()
    .get(
      '/',
      guarded({ needs: 'signed-in', limit: 'read', summary: 'List your API tokens', answers: apiTokens }),
      async (c) => c.json({ items: await tokensOf(db.reader, { userId: c.var.actor.id }) }),
    )
    .post(
      '/',
      guarded({
        ...commands.createOwnToken.access,
        limit: 'change',
        summary: 'Create an API token that acts as you; its secret is answered once',
        answers: madeToken,
        status: 201,
        once: true,
      }),
      valid('json', contract.createToken),
      recent,
      spends('token'),
      async (c) => {
        const { actor } = c.var;
        const { id, secret } = await commit((unit) => commands.createOwnToken(unit, actor, c.req.valid('json')));
        return c.json({ token: await own(id, actor.id), secret }, 201);
      },
    )
    .get(
      '/:id',
      guarded({ needs: 'signed-in', limit: 'read', summary: 'Get one of your API tokens', answers: apiToken }),
      valid('param', tokenId),
      async (c) => c.json(await own(c.req.valid('param').id, c.var.actor.id)),
    )
    .patch(
      '/:id',
      guarded({
        ...commands.editOwnToken.access,
        limit: 'change',
        summary: 'Rename one of your API tokens, or change what it may do',
        answers: apiToken,
      }),
      valid('param', tokenId),
      valid('json', contract.editToken),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        await commit((unit) => commands.editOwnToken(unit, c.var.actor, input));
        return c.json(await own(input.id, c.var.actor.id));
      },
    )
    .post(
      '/:id/rotate',
      guarded({
        ...commands.rotateOwnToken.access,
        limit: 'change',
        summary: 'Give one of your API tokens a new secret; the old one works for some hours beside it',
        answers: madeToken,
      }),
      valid('param', tokenId),
      valid('json', contract.rotateToken),
      recent,
      spends('token'),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        const secret = await commit((unit) => commands.rotateOwnToken(unit, c.var.actor, input));
        return c.json({ token: await own(input.id, c.var.actor.id), secret });
      },
    )
    .delete(
      '/:id/previous',
      guarded({
        ...commands.endOwnPrevious.access,
        limit: 'change',
        summary: 'End the secret that one of your API tokens had before its rotation',
        answers: null,
      }),
      valid('param', tokenId),
      async (c) => {
        await commit((unit) => commands.endOwnPrevious(unit, c.var.actor, c.req.valid('param').id));
        return c.body(null, 204);
      },
    )
    .delete(
      '/:id',
      guarded({
        ...commands.endOwnToken.access,
        limit: 'change',
        summary: 'End one of your API tokens',
        answers: null,
      }),
      valid('param', tokenId),
      async (c) => {
        await commit((unit) => commands.endOwnToken(unit, c.var.actor, c.req.valid('param').id));
        return c.body(null, 204);
      },
    );
};

/** Every token of the installation, and the machines, at `/api/tokens`. */
export const tokenAdminRoutes = ({ guard: { guarded, recent, spends }, db, commit }: Deps) => {
  async function known(id: string) {
    const found = await findToken(db.reader, { id });
    if (!found) throw notFound();
    return found;
  }

  return new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        needs: ['view', 'settings'],
        limit: 'read',
        summary: 'List the API tokens of everybody and of every machine',
        answers: apiTokens,
      }),
      async (c) => c.json({ items: await tokensOf(db.reader, {}) }),
    )
    .post(
      '/',
      guarded({
        ...commands.createMachine.access,
        limit: 'change',
        summary: 'Create an API token for a machine, which acts in its own name; its secret is answered once',
        answers: madeToken,
        status: 201,
        once: true,
      }),
      valid('json', contract.createMachine),
      recent,
      spends('token'),
      async (c) => {
        const { id, secret } = await commit((unit) => commands.createMachine(unit, c.var.actor, c.req.valid('json')));
        return c.json({ token: await known(id), secret }, 201);
      },
    )
    .get(
      '/:id',
      guarded({ needs: ['view', 'settings'], limit: 'read', summary: 'Get an API token', answers: apiToken }),
      valid('param', tokenId),
      async (c) => c.json(await known(c.req.valid('param').id)),
    )
    .patch(
      '/:id',
      guarded({
        ...commands.editMachine.access,
        limit: 'change',
        summary: 'Rename a machine, or change what its API token may do',
        answers: apiToken,
      }),
      valid('param', tokenId),
      valid('json', contract.editToken),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        await commit((unit) => commands.editMachine(unit, c.var.actor, input));
        return c.json(await known(input.id));
      },
    )
    .post(
      '/:id/rotate',
      guarded({
        ...commands.rotateMachine.access,
        limit: 'change',
        summary: 'Give a machine a new secret; the old one works for some hours beside it',
        answers: madeToken,
      }),
      valid('param', tokenId),
      valid('json', contract.rotateToken),
      recent,
      spends('token'),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        const secret = await commit((unit) => commands.rotateMachine(unit, c.var.actor, input));
        return c.json({ token: await known(input.id), secret });
      },
    )
    .delete(
      '/:id/previous',
      guarded({
        ...commands.endMachinePrevious.access,
        limit: 'change',
        summary: 'End the secret that a machine had before its rotation',
        answers: null,
      }),
      valid('param', tokenId),
      async (c) => {
        await commit((unit) => commands.endMachinePrevious(unit, c.var.actor, c.req.valid('param').id));
        return c.body(null, 204);
      },
    )
    .delete(
      '/:id',
      guarded({
        ...commands.endToken.access,
        limit: 'change',
        summary: 'End an API token of anybody, or a machine',
        answers: null,
      }),
      valid('param', tokenId),
      async (c) => {
        await commit((unit) => commands.endToken(unit, c.var.actor, c.req.valid('param').id));
        return c.body(null, 204);
      },
    );
};

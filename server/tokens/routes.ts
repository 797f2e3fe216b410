import { Hono } from 'hono';
import type { Actor } from '../auth/actor.ts';
import type { Command } from '../auth/command.ts';
import type { Access } from '../auth/policy.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import * as commands from './commands.ts';
import * as contract from './contract.ts';
import { findToken, tokensOf } from './queries.ts';

const { apiToken, apiTokens, madeToken, tokenId } = contract;

/** What two kinds of callers do with tokens: with their own, and with those of everybody and of machines. */
interface Kept {
  views: Pick<Access, 'needs'>;
  /** Those that the caller reaches. */
  reach: (actor: Actor) => { userId?: string };
  edit: Command<commands.Edit, void>;
  rotate: Command<commands.Rotate, string>;
  endPrevious: Command<string, void>;
  end: Command<string, void>;
  /** The summaries of the calls. */
  says: Record<'list' | 'get' | 'edit' | 'rotate' | 'endPrevious' | 'end', string>;
}

const find = async ({ db }: Deps, reach: { userId?: string }, id: string) => {
  const found = await findToken(db.reader, { id, ...reach });
  if (!found) throw notFound();
  return found;
};

function lifeOf(deps: Deps, { views, reach, edit, rotate, endPrevious, end, says }: Kept) {
  const { db, commit } = deps;
  const { guarded, recent, spends } = deps.guard;
  return new Hono<AppEnv>()
    .get('/', guarded({ ...views, limit: 'read', summary: says.list, answers: apiTokens }), async (c) =>
      c.json({ items: await tokensOf(db.reader, reach(c.var.actor)) }),
    )
    .get(
      '/:id',
      guarded({ ...views, limit: 'read', summary: says.get, answers: apiToken }),
      valid('param', tokenId),
      async (c) => c.json(await find(deps, reach(c.var.actor), c.req.valid('param').id)),
    )
    .patch(
      '/:id',
      guarded({ ...edit.access, limit: 'change', summary: says.edit, answers: apiToken }),
      valid('param', tokenId),
      valid('json', contract.editToken),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        await commit((unit) => edit(unit, c.var.actor, input));
        return c.json(await find(deps, reach(c.var.actor), input.id));
      },
    )
    .post(
      '/:id/rotate',
      guarded({ ...rotate.access, limit: 'change', summary: says.rotate, answers: madeToken }),
      valid('param', tokenId),
      valid('json', contract.rotateToken),
      recent,
      spends('token'),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        const secret = await commit((unit) => rotate(unit, c.var.actor, input));
        return c.json({ token: await find(deps, reach(c.var.actor), input.id), secret });
      },
    )
    .delete(
      '/:id/previous',
      guarded({ ...endPrevious.access, limit: 'change', summary: says.endPrevious, answers: null }),
      valid('param', tokenId),
      async (c) => {
        await commit((unit) => endPrevious(unit, c.var.actor, c.req.valid('param').id));
        return c.body(null, 204);
      },
    )
    .delete(
      '/:id',
      guarded({ ...end.access, limit: 'change', summary: says.end, answers: null }),
      valid('param', tokenId),
      async (c) => {
        await commit((unit) => end(unit, c.var.actor, c.req.valid('param').id));
        return c.body(null, 204);
      },
    );
}

/** A person's own tokens, at `/api/me/tokens`. */
export const ownTokenRoutes = (deps: Deps) => {
  const { guarded, recent, spends } = deps.guard;
  const reach = ({ id }: Actor) => ({ userId: id });
  return lifeOf(deps, {
    ...{ views: { needs: 'signed-in' }, reach, edit: commands.editOwnToken, rotate: commands.rotateOwnToken },
    ...{ endPrevious: commands.endOwnPrevious, end: commands.endOwnToken },
    says: {
      list: 'List your API tokens',
      get: 'Get one of your API tokens',
      edit: 'Rename one of your API tokens, or change what it may do',
      rotate: 'Give one of your API tokens a new secret; the old one works for some hours beside it',
      endPrevious: 'End the secret that one of your API tokens had before its rotation',
      end: 'End one of your API tokens',
    },
  }).post(
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
      const { id, secret } = await deps.commit((unit) => commands.createOwnToken(unit, actor, c.req.valid('json')));
      return c.json({ token: await find(deps, reach(actor), id), secret }, 201);
    },
  );
};

/** Every token of the installation, and the machines, at `/api/tokens`. */
export const tokenAdminRoutes = (deps: Deps) => {
  const { guarded, recent, spends } = deps.guard;
  const reach = () => ({});
  return lifeOf(deps, {
    ...{ views: { needs: ['view', 'settings'] }, reach, edit: commands.editMachine, rotate: commands.rotateMachine },
    ...{ endPrevious: commands.endMachinePrevious, end: commands.endToken },
    says: {
      list: 'List the API tokens of everybody and of every machine',
      get: 'Get an API token',
      edit: 'Rename a machine, or change what its API token may do',
      rotate: 'Give a machine a new secret; the old one works for some hours beside it',
      endPrevious: 'End the secret that a machine had before its rotation',
      end: 'End an API token of anybody, or a machine',
    },
  }).post(
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
      const { id, secret } = await deps.commit((unit) =>
        commands.createMachine(unit, c.var.actor, c.req.valid('json')),
      );
      return c.json({ token: await find(deps, reach(), id), secret }, 201);
    },
  );
};

import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { setStatus } from '../tickets/commands.ts';
import { performActs, performed } from './contract.ts';
import { perform } from './perform.ts';

export const actRoutes = ({ guard: { guarded }, commit, limits }: Deps) =>
  new Hono<AppEnv>().post(
    '/',
    guarded({
      // Each act is checked by its own command.
      ...setStatus.access,
      limit: 'change',
      summary: 'Change many tickets in one request; each act answers for itself',
      answers: performed,
    }),
    valid('json', performActs),
    async (c) => {
      const { acts } = c.req.valid('json');
      await limits.spend('acts', c.var.actor.id, acts.length);
      return c.json(await perform(commit, c.var.actor, acts));
    },
  );

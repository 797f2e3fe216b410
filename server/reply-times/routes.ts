import { Hono } from 'hono';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { replyTimes } from './contract.ts';

export const replyTimesRoutes = ({ guard: { open }, line }: Deps) =>
  new Hono<AppEnv>().get(
    '/',
    open({
      needs: 'anyone',
      limit: 'site',
      summary: 'Get the wait for a first answer of a question asked now',
      answers: replyTimes,
    }),
    async (c) => c.json(await line.waitOfNew()),
  );

import { Hono } from 'hono';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { replyTimes } from './contract.ts';

export const replyTimesRoutes = ({ guard: { open }, usualWait }: Deps) =>
  new Hono<AppEnv>().get(
    '/',
    open({
      needs: 'anyone',
      limit: 'site',
      summary: 'Get the median wait for a first answer in recent weeks',
      answers: replyTimes,
    }),
    async (c) => c.json({ medianMs: (await usualWait()).medianMs }),
  );

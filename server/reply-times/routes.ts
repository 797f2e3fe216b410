import { Hono } from 'hono';
import type { Deps } from '../app.ts';
import type { AppEnv } from '../auth/guard.ts';
import { replyTimes } from './contract.ts';

export const replyTimesRoutes = ({ guard: { open }, usualWait }: Deps) =>
  new Hono<AppEnv>().get(
    '/',
    open({
      needs: 'anyone',
      limit: 'site',
      summary: 'How soon people were answered in recent weeks',
      answers: replyTimes,
    }),
    async (c) => c.json({ medianMs: (await usualWait()).medianMs }),
  );

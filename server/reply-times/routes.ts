import { Hono } from 'hono';
import type { Deps } from '../app.ts';
import type { AppEnv } from '../auth/guard.ts';
import { replyTimes } from './contract.ts';

export const replyTimesRoutes = ({ guard: { guarded }, usualWait }: Deps) =>
  new Hono<AppEnv>().get(
    '/',
    guarded({
      needs: 'signed-in',
      limit: 'read',
      summary: 'How soon people were answered in recent weeks',
      answers: replyTimes,
    }),
    async (c) => c.json({ medianMs: (await usualWait()).medianMs }),
  );

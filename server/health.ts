import { Hono } from 'hono';
import type { Deps } from './app.ts';
import type { AppEnv } from './auth/guard.ts';
import { epochOf } from './snapshot/queries.ts';

/** For whoever watches the process: alive, and able to serve. */
export const healthRoutes = ({ db, hub }: Deps) =>
  new Hono<AppEnv>()
    .get('/healthz', (c) => c.json({ ok: true }))
    .get('/readyz', async (c) => {
      const ready = !hub.stopping && (await epochOf(db.reader)) !== '';
      return c.json({ ready }, ready ? 200 : 503);
    });

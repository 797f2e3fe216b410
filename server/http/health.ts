import { ALARM_BYTES } from '#database/checkpoint';
import { Hono } from 'hono';
import type { AppEnv } from './env.ts';
import type { Deps } from '../deps.ts';
import { workProblems } from '../jobs/queries.ts';
import { head } from '../events/places.ts';

/** Not yet an outage: the server works until the disk is full. */
export const logAlarm = (bytes: number) =>
  `The write-ahead log of the database has grown to ${Math.round(bytes / 2 ** 20)} MiB, because something blocks its checkpoint. Look for a backup that hangs, or restart the server.`;

/** For monitoring: `/healthz` is alive, `/readyz` is able to serve. `problems` is for a person to read. */
export const healthRoutes = ({ db, hub, checkpoints, followers }: Deps) =>
  new Hono<AppEnv>()
    .get('/healthz', (c) => c.json({ ok: true }))
    .get('/readyz', async (c) => {
      // Throws if the database cannot be read.
      await head(db.reader);
      const ready = !hub.stopping;
      const problems = [
        ...(checkpoints.bytes > ALARM_BYTES ? [logAlarm(checkpoints.bytes)] : []),
        ...(await workProblems(db.reader, await followers.states())),
      ];
      return c.json({ ready, problems }, ready ? 200 : 503);
    });

import { Hono } from 'hono';
import * as v from 'valibot';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { discardJob, retryJob } from './commands.ts';
import { work } from './contract.ts';
import { deadJobs, jobsByKind } from './queries.ts';

/** Not only a UUID: a job that a trigger added has the name of its file as id. */
const jobId = v.object({ id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/u)) });

/** At `/api/work`. */
export const workRoutes = ({ guard: { guarded }, db, commit, followers, timed, proxies }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({ needs: ['view', 'settings'], limit: 'read', summary: 'Get the work in the background', answers: work }),
      async (c) =>
        c.json({
          followers: (await followers.states()).map(({ name, behind, oldestAt, lastError }) => ({
            name,
            behind,
            oldestAt,
            lastError,
          })),
          jobs: await jobsByKind(db.reader),
          dead: await deadJobs(db.reader),
          timed: timed.states(),
          forwardedAt: proxies.seenAt,
        }),
    )
    .post(
      '/jobs/:id/retry',
      guarded({
        needs: ['update', 'settings'],
        limit: 'change',
        summary: 'Run a failed job again',
        answers: null,
      }),
      valid('param', jobId),
      async (c) => {
        await commit((unit) => retryJob(unit, c.var.actor, c.req.valid('param')));
        return c.body(null, 204);
      },
    )
    .delete(
      '/jobs/:id',
      guarded({
        needs: ['delete', 'settings'],
        limit: 'change',
        summary: 'Discard a failed job',
        answers: null,
      }),
      valid('param', jobId),
      async (c) => {
        await commit((unit) => discardJob(unit, c.var.actor, c.req.valid('param')));
        return c.body(null, 204);
      },
    );

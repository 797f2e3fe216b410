import * as v from 'valibot';

/** A follower more events behind is reported: either something is wrong, or a new follower reads the whole log. */
export const FAR_BEHIND = 2_000;
/** The number of dead jobs in the list, newest first; `dead` of each kind counts all of them. */
export const DEAD_SHOWN = 100;

const time = v.nullable(v.number());

/** The current state of the work in the background. Times are in milliseconds since 1970. */
export const work = v.object({
  followers: v.array(
    v.object({
      name: v.string(),
      /** The number of events not yet handled, and the time of the oldest of them. */
      behind: v.number(),
      oldestAt: time,
      lastError: v.nullable(v.string()),
    }),
  ),
  jobs: v.array(
    v.object({
      kind: v.string(),
      waiting: v.number(),
      running: v.number(),
      dead: v.number(),
      /** When the oldest job that is not dead was added. */
      oldestAt: time,
    }),
  ),
  dead: v.array(
    v.object({
      id: v.string(),
      kind: v.string(),
      key: v.string(),
      attempts: v.number(),
      lastError: v.nullable(v.string()),
      deadAt: v.number(),
    }),
  ),
  /** The timed tasks of the process that answers. */
  timed: v.array(
    v.object({
      name: v.string(),
      everyMs: v.number(),
      owner: v.picklist(['every process', 'one process']),
      lastRunAt: time,
      tookMs: v.nullable(v.number()),
      lastError: v.nullable(v.string()),
    }),
  ),
  /** When the first request came through a proxy that PROXY_HOPS does not count: everybody shares its limits. */
  forwardedAt: time,
});
export type Work = v.InferOutput<typeof work>;

import * as v from 'valibot';

/** So many events behind, something is wrong, or a new follower goes through all that ever happened. */
export const FAR_BEHIND = 2_000;
/** Of the dead, so many are listed; the newest first. */
export const DEAD_SHOWN = 100;

const time = v.nullable(v.number());

/** Work in the background, as it stands at this moment. Times are in milliseconds since 1970. */
export const work = v.object({
  followers: v.array(
    v.object({
      name: v.string(),
      /** Events that it has not taken, and when the oldest of them happened. */
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
      /** Since when the oldest that is not dead has been there. */
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
  /** Of the process that answers. */
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
});
export type Work = v.InferOutput<typeof work>;

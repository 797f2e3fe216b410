/** Measured once, at the start of a run: see `vitest.config.ts`. */
const slowness = Number(process.env['TEST_SLOWNESS'] ?? 1);

/**
 * A limit in milliseconds, for a quiet machine; on a slower one it is as much longer. Limits end what hangs, and are no
 * claim about speed: choose them several times as long as the work ever took.
 */
export const within = (ms: number): number => Math.ceil(ms * slowness);

/** For whatever a test waits for. */
export const WAIT_MS = within(45_000);

/**
 * What the server tells V8: a young generation of 3 × 64 MiB at most, because a message makes much that is soon gone
 * (at 16 MiB it costs a fifth more), and the means to give memory back when it is idle: see server/jobs/memory.ts.
 */
export const MEMORY = ['--max-semi-space-size=64', '--expose-gc'];

/**
 * V8 flags: a young generation of at most 3 × 64 MiB, because messages create much short-lived garbage (with 16 MiB a message
 * costs a fifth more), and `gc` to return memory when the server is idle: see server/jobs/memory.ts.
 */
export const MEMORY = ['--max-semi-space-size=64', '--expose-gc'];

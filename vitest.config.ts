import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    // Most tests start a whole server, and some a browser: more workers than this starve each other.
    maxWorkers: Math.min(availableParallelism(), 4),
    testTimeout: 30_000,
    hookTimeout: 30_000,
    watch: false,
    // A machine that does other work as well answers late; what is waited for is the same.
    expect: { poll: { timeout: 10_000 } },
  },
});

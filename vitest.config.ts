import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { measureSlowness } from './tests/support/slowness.ts';

// The tests read it from the environment, and so does `within` below.
process.env['TEST_SLOWNESS'] ??= (await measureSlowness()).toFixed(1);
const { WAIT_MS, within } = await import('./tests/support/within.ts');

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    // Most tests start a whole server, and some a browser: more workers than this starve each other.
    maxWorkers: Math.min(availableParallelism(), 4),
    testTimeout: within(120_000),
    hookTimeout: within(120_000),
    watch: false,
    globalSetup: './tests/support/run-folder.ts',
    expect: { poll: { timeout: WAIT_MS } },
  },
});

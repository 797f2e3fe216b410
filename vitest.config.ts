import { readFileSync, globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { quickStart } from './server/launch/environment.mjs';
import { measureSlowness } from './tests/support/slowness.ts';

// Without npm, the processes of the tests start as quickly.
Object.assign(process.env, quickStart(process.env));
// The tests read it from the environment, and so does `within` below.
process.env['TEST_SLOWNESS'] ??= (await measureSlowness()).toFixed(1);
const { WAIT_MS, within } = await import('./tests/support/within.ts');

const TESTS = 'tests/**/*.test.ts';

/**
 * To load the server takes as long as most files of tests do, so those that make a world and change nothing else in their process share
 * one. A browser's stage is set by an import, and a build of the clients changes NODE_ENV.
 */
const shared = globSync(TESTS).filter((file) => {
  const source = readFileSync(file, 'utf8');
  return source.includes("support/world.ts'") && !/support\/(?:windows|stage|clients|child)\.ts'/u.test(source);
});

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    // Most tests start a whole server, and some a browser: more workers than this starve each other.
    maxWorkers: Math.min(availableParallelism(), 4),
    testTimeout: within(120_000),
    hookTimeout: within(120_000),
    watch: false,
    globalSetup: './tests/support/run-folder.ts',
    expect: { poll: { timeout: WAIT_MS } },
    projects: [
      { extends: true, test: { name: 'shared', include: shared, isolate: false } },
      { extends: true, test: { name: 'alone', include: [TESTS], exclude: shared } },
    ],
  },
});

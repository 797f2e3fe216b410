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
 * Loading the server and starting a browser take longer than most files of tests, so the files share processes. Alone stays the build of
 * the clients, which changes NODE_ENV.
 */
const files = globSync(TESTS).map((file) => ({ file, source: readFileSync(file, 'utf8') }));
const naming = (pattern: RegExp) => files.filter(({ source }) => pattern.test(source)).map(({ file }) => file);
const alone = naming(/support\/clients\.ts'/u);
const stories = naming(/support\/(?:stage|desk-page|portal-page)\.ts'/u);

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
    // Twenty looks a second run into the limit of reads where the product takes long.
    expect: { poll: { timeout: WAIT_MS, interval: 200 } },
    projects: [
      {
        extends: true,
        test: { name: 'stories', include: stories, isolate: false, setupFiles: './tests/support/stage-setup.ts' },
      },
      { extends: true, test: { name: 'shared', include: [TESTS], exclude: [...stories, ...alone], isolate: false } },
      { extends: true, test: { name: 'alone', include: alone } },
    ],
  },
});

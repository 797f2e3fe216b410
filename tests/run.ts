/**
 * `npm test`: a browser, the checks, the client build, every test. Each step is shown with its time, a failed one with what it
 * said; none stops the next. In the end the slowest files, and as the last line always `N passed, N failed`, where a failed
 * step counts as one failure.
 * With `--check` only the checks, without a count; anything else is passed on to the tests.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowsers } from './support/browser.ts';
import { countResults } from './support/results.ts';

const CHECKS: [name: string, args: string[]][] = [
  // Its default of four checkers does much of the work four times: 22 s of processor time instead of 9.
  ['Types', ['node_modules/typescript/bin/tsc', '--noEmit', '--checkers', '1']],
  ['Lint', ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings']],
  ['Format', ['node_modules/oxfmt/bin/oxfmt', '--list-different']],
];

const REPORTERS = ['default', './tests/support/slowest-files.ts', 'json'];

// The type check and the lint are Go programs: with fewer collections they take a fifth less processor time, and 5 % more memory.
process.env.GOGC ??= '300';
if (!process.stdout.isTTY) process.env.NO_COLOR = '1';

const args = process.argv.slice(2);
const checkOnly = args[0] === '--check';

let running: ChildProcess | undefined;
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopped = true;
    running?.kill(signal);
  });
}

let failures = 0;
if (!checkOnly) await step('Browser', provideBrowser);
for (const [name, check] of CHECKS) await step(name, () => succeeds(check));
if (!checkOnly) {
  await step('Clients', () => succeeds(['server/launch.mjs', 'build']));
  await runTests();
}
process.exitCode = failures > 0 || stopped ? 1 : 0;

async function step(name: string, work: () => Promise<string> | string): Promise<void> {
  if (stopped) return;
  const start = performance.now();
  let said = '';
  let outcome = 'ok';
  try {
    said = await work();
  } catch (error) {
    failures++;
    outcome = 'FAILED';
    said = error instanceof Error ? error.message : String(error);
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${name.padEnd(8)} ${outcome.padEnd(6)} ${seconds} s${outcome === 'ok' ? '' : `\n${said.trimEnd()}\n`}`);
}

function provideBrowser(): string {
  // The tests, which run in processes of their own, find the same ones at once.
  const { browser, whole } = ensureBrowsers();
  Object.assign(process.env, { CHROMIUM_PATH: browser, WHOLE_CHROMIUM_PATH: whole });
  return browser;
}

async function succeeds(command: string[]): Promise<string> {
  const { code, said } = await run(command, 'pipe');
  if (code !== 0) throw new Error(said);
  return said;
}

async function runTests(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'answerback-tests-'));
  const file = join(folder, 'results.json');
  const reporters = [...REPORTERS.map((name) => `--reporter=${name}`), `--outputFile.json=${file}`];
  const code = stopped
    ? 1
    : (await run(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args], 'inherit')).code;
  const { passed, failed, skipped } = countResults(file);
  rmSync(folder, { recursive: true });

  // A run can fail without a failed test: nothing collected, an error outside every test, a signal.
  failures += code !== 0 ? Math.max(failed, 1) : failed;
  console.log(`\n${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
}

function run(command: string[], stdio: 'pipe' | 'inherit'): Promise<{ code: number; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { stdio: ['ignore', stdio, stdio] });
    running = child;
    let said = '';
    child.stdout?.on('data', (chunk) => (said += chunk));
    child.stderr?.on('data', (chunk) => (said += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, said }));
  });
}

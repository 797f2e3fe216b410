import { globSync, readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { startTimed, type Timed, type TimedTask } from '../server/jobs/timed.ts';
import { createLog } from '../server/log.ts';
import { WAIT_MS } from './support/within.ts';

const log = createLog('silent');
const clock = () => 1_000;
let timed: Timed;
afterEach(() => timed.stop());

const task = (name: string, everyMs: number, run: TimedTask['run']): TimedTask => ({
  name,
  everyMs,
  owner: 'every process',
  run,
});

it('timed work runs each task at its own interval, with one timer', async () => {
  const armed = vi.spyOn(globalThis, 'setTimeout');
  const ran = { fast: 0, slow: 0, rare: 0 };
  timed = startTimed(
    [
      task('fast', 5, () => void (ran.fast += 1)),
      task('slow', 50, () => void (ran.slow += 1)),
      { ...task('rare', 3_600_000, () => void (ran.rare += 1)), atStart: true },
      task('never', 3_600_000, () => expect.unreachable()),
    ],
    { clock, log },
  );
  expect(armed).toHaveBeenCalledTimes(1);
  armed.mockRestore();
  await vi.waitUntil(() => ran.slow >= 3, { timeout: WAIT_MS });
  expect(ran.fast).toBeGreaterThan(ran.slow);
  expect(ran.rare).toBe(1);
  expect(timed.states().map(({ name, lastRunAt }) => [name, lastRunAt])).toEqual([
    ['fast', 1_000],
    ['slow', 1_000],
    ['rare', 1_000],
    ['never', null],
  ]);
});

it('timed work does not start a running task again, and delays no other task', async () => {
  let [running, most, others] = [0, 0, 0];
  const { promise: end, resolve } = Promise.withResolvers<void>();
  const long = async () => {
    running += 1;
    most = Math.max(most, running);
    await end;
    running -= 1;
  };
  timed = startTimed([task('long', 1, long), task('other', 1, () => void (others += 1))], { clock, log });
  await vi.waitUntil(() => others > 20, { timeout: WAIT_MS });
  expect([running, most]).toEqual([1, 1]);
  resolve();
  await vi.waitUntil(() => timed.states()[0]?.tookMs !== null, { timeout: WAIT_MS });
});

it('timed work keeps the error of a task until its next run, which comes as usual', async () => {
  let turn = 0;
  const { promise: mended, resolve: mend } = Promise.withResolvers<void>();
  const failsOnce = async () => {
    turn += 1;
    if (turn === 1) throw new Error('The disk is away.');
    await mended;
  };
  timed = startTimed([task('failing', 1, failsOnce)], { clock, log });
  await vi.waitUntil(() => turn === 2, { timeout: WAIT_MS });
  expect(timed.states()).toMatchObject([{ name: 'failing', lastError: 'The disk is away.' }]);
  mend();
  await vi.waitUntil(() => timed.states()[0]?.lastError === null, { timeout: WAIT_MS });
});

it('timed work has the only interval of the server', () => {
  const files = globSync(['server/**/*.ts', 'db/**/*.ts'], { exclude: ['server/demo/**'] });
  expect(files).toContain('server/start.ts');
  expect(files.filter((file) => readFileSync(file, 'utf8').includes('setInterval'))).toEqual([]);
});

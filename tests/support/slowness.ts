import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The processor time of one piece of work on the machine that the limits were chosen on (two cores of 2024; 90 to 110 ms, measured as
 * user and system time, which other work hardly changes). On a quiet machine with a core for each piece, a round takes about as long.
 */
const REFERENCE_MS = 100;
const ROUNDS = 5;
const LATENESS_MS = 20;

/** Loads, compiles, counts, hashes and writes, as a test file does. */
const WORK = `
  const { createHash } = require('node:crypto');
  const hash = createHash('sha256');
  const rows = [];
  for (let n = 0; n < 40_000; n += 1) rows.push({ n, text: 'row ' + n });
  for (let n = 0; n < 6; n += 1) hash.update(JSON.stringify(rows));
  process.stdout.write(hash.digest('hex'));
`;

/**
 * How many times slower this machine is now than the one that the limits of the tests were chosen on; at least 1. Says so,
 * and takes about a second: as many processes as tests run in do a piece of work, and a timer shows how late it is beside them.
 * The median of the rounds counts, so that neither a lucky nor an unlucky moment decides about a run of minutes.
 */
export async function measureSlowness(): Promise<number> {
  const [worked, late]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    const children = Array.from({ length: Math.min(availableParallelism(), 4) }, () =>
      once(spawn(process.execPath, ['-e', WORK], { stdio: ['ignore', 'ignore', 'inherit'] }), 'close'),
    );
    await sleep(LATENESS_MS);
    // A timer that is late by its own length is as slow as a machine of half the speed.
    late.push((performance.now() - began) / LATENESS_MS / 2);
    await Promise.all(children);
    worked.push((performance.now() - began) / REFERENCE_MS);
  }
  const slowness = Math.max(1, median(worked), median(late));
  console.log(`Limits are ${slowness.toFixed(1)} times as long as on a fast and quiet machine.`);
  return slowness;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 1;

/** 1. SIGKILL at random points and at named ones, under writers with outboxes and readers with cursors. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, startChild } from '../support/child.ts';
import { seeded } from '../support/random.ts';
import { type Budget, type Counts, none } from './counts.ts';
import { Crowd, prepare } from './crowd.ts';
import type { Fault } from './hook.ts';

export const hook = ['--import', fileURLToPath(new URL('hook.ts', import.meta.url))];
const JUDGED_EVERY = 10;

export async function killLoop({ seed, more }: Budget, counts = none()): Promise<Counts> {
  const random = seeded(seed);
  const dataDir = await mkdtemp(join(tmpdir(), 'answerback-kill-'));
  prepare(dataDir);
  const port = await freePort();
  const start = (fault: Fault = {}) =>
    startChild({ dataDir, port, flags: hook, env: { LOG_LEVEL: 'fatal', FAULT: JSON.stringify(fault) } });
  const url = `http://localhost:${port}`;
  const crowd = new Crowd({ dataDir, url, origin: url, seed });
  for (let n = 0; more(n); n += 1) {
    if (random() < 0.5) await atCommit();
    else await atRandom();
    counts.kills += 1;
    if (n % JUDGED_EVERY === JUDGED_EVERY - 1) await judge();
  }
  await judge();
  await crowd.end();
  await rm(dataDir, { recursive: true });
  return counts;

  async function atRandom() {
    const server = await start();
    await crowd.answered(1 + Math.floor(random() * 40));
    await sleep(random() * 20);
    await server.kill('SIGKILL');
  }

  async function atCommit() {
    const when = random() < 0.5 ? ('before' as const) : ('after' as const);
    try {
      const server = await start({ kill: { when, nth: 1 + Math.floor(random() * 30) } });
      await server.ended;
    } catch (error) {
      // It died before it said that it runs.
      if (!String(error).includes('The server ended')) throw error;
    }
  }

  async function judge() {
    const server = await start();
    await crowd.judge(counts);
    await server.kill('SIGKILL');
    counts.kills += 1;
  }
}

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MEMORY } from '../server/launch/memory.mjs';
import { type Child, freePort, startChild } from './support/child.ts';
import { WAIT_MS } from './support/within.ts';

let folder: string;
let child: Child;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answerback-'));
  // The very first start: it compiles everything, which leaves the most behind.
  const env = { NODE_COMPILE_CACHE: join(folder, 'compiled') };
  child = await startChild({ dataDir: join(folder, 'data'), port: await freePort(), env, flags: MEMORY });
});
afterAll(async () => {
  await child.kill('SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

const MIB_IN_KIB = 1024;
/** How far the memory of the server is below the most that it ever had. */
async function givenBackMib() {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
  const kib = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`, 'u').exec(status)?.[1]);
  return (kib('VmHWM') - kib('VmRSS')) / MIB_IN_KIB;
}

it.runIf(process.platform === 'linux')('a server gives the memory of its first start back', async () => {
  await expect.poll(givenBackMib, { timeout: WAIT_MS }).toBeGreaterThan(32);
});

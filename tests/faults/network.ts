/** 3 and 4. Bad weather on the line, an episode at a time; after each, everybody shows what a fresh load would. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startChild } from '../support/child.ts';
import { seeded } from '../support/random.ts';
import { chaosProxy, WEATHERS } from './chaos-proxy.ts';
import { type Budget, type Counts, none } from './counts.ts';
import { Crowd, prepare } from './crowd.ts';

export async function networkEpisodes({ seed, more }: Budget, counts = none()): Promise<Counts> {
  const random = seeded(seed);
  const dataDir = await mkdtemp(join(tmpdir(), 'answerback-network-'));
  prepare(dataDir);
  const port = await freePort();
  const server = await startChild({ dataDir, port, env: { LOG_LEVEL: 'fatal' } });
  const proxy = await chaosProxy(server.url, random);
  const crowd = new Crowd({ dataDir, url: proxy.url, origin: `http://localhost:${port}`, seed });
  for (let n = 0; more(n); n += 1) {
    proxy.weather = WEATHERS[1 + (n % (WEATHERS.length - 1))] ?? 'calm';
    await sleep(600 + random() * 600);
    proxy.weather = 'calm';
    // What hangs in a half-open line is noticed by its own limits; here by the line's end.
    proxy.breakAll();
    await crowd.judge(counts);
    counts.episodes += 1;
  }
  await crowd.end();
  proxy.close();
  await server.kill('SIGTERM');
  await rm(dataDir, { recursive: true });
  return counts;
}

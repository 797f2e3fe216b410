/** 10. An upgrade is killed half-way, at each of its statements in turn: the old data stays usable, and the next start finishes. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseIn } from '../load/data.ts';
import { BARE_ENV, freePort, startChild } from '../support/child.ts';
import { downgrade } from '../support/downgrade.ts';
import { prepare, storedIn } from './crowd.ts';
import { hook } from './kill.ts';

const migrateAlone = fileURLToPath(new URL('migrate-alone.ts', import.meta.url));

/**
 * Killed at the `first` of its statements, and at each so many (`every`) after it. Answers how many times that was, and
 * whether everything was there in the end.
 */
export async function killedUpgrade({ first, every }: { first: number; every: number }) {
  const dataDir = await mkdtemp(join(tmpdir(), 'answerback-upgrade-'));
  prepare(dataDir);
  const before = [...storedIn(dataDir)];
  downgrade(databaseIn(dataDir));
  let kills = 0;
  for (let nth = first; ; nth += every) {
    const { signal, status, stderr } = spawnSync(process.execPath, [...hook, migrateAlone, databaseIn(dataDir)], {
      env: { ...BARE_ENV, FAULT: JSON.stringify({ killInMigration: nth }) },
      encoding: 'utf8',
    });
    if (signal === 'SIGKILL') kills += 1;
    else if (status === 0) break;
    else throw new Error(`The upgrade failed: ${stderr}`);
  }
  const server = await startChild({ dataDir, port: await freePort(), env: { LOG_LEVEL: 'warn' } });
  await server.kill('SIGTERM');
  const whole = JSON.stringify([...storedIn(dataDir)]) === JSON.stringify(before);
  await rm(dataDir, { recursive: true });
  return { kills, whole };
}

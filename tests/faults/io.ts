/** 6. The n-th write or sync of the database fails, n = 1, 2, 3 … until none is reached any more. */
import { spawnSync } from 'node:child_process';
import { constants, tmpdir } from 'node:os';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uuidv7 } from '../../db/ids.ts';
import { customerCookie, ticketId } from '../load/data.ts';
import { freePort, startChild } from '../support/child.ts';
import { type Counts, none } from './counts.ts';
import { prepare, storedIn } from './crowd.ts';
import { within } from '../support/within.ts';

const { EIO, ENOSPC } = constants.errno;
const SENDS = 5;

/** Null where the shim can be built and loaded. */
export function whyNoIoFaults(): string | null {
  if (process.platform !== 'linux') return 'it needs Linux';
  return spawnSync('cc', ['--version']).status === 0 ? null : 'it needs a C compiler, as cc';
}

export interface IoCounts extends Counts {
  /** How often the fault came to bear. */
  faults: number;
}

/** `most` bounds n, for the short form. */
export async function ioFaults({ most }: { most: number }): Promise<IoCounts> {
  const folder = await mkdtemp(join(tmpdir(), 'answerback-io-'));
  const shim = join(folder, 'shim.so');
  const source = fileURLToPath(new URL('shim.c', import.meta.url));
  const { status, stderr } = spawnSync('cc', ['-shared', '-fPIC', '-o', shim, source, '-ldl'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The shim was not built: ${stderr}`);
  const counts = { ...none(), faults: 0 };
  for (const fault of [
    { call: 'sync', errno: EIO },
    { call: 'write', errno: EIO },
    { call: 'write', errno: ENOSPC },
  ]) {
    const dataDir = join(folder, `${fault.call}-${fault.errno}`);
    prepare(dataDir);
    for (let nth = 1; nth <= most; nth += 1) {
      const reached = await once({ dataDir, shim, nth, ...fault }, counts);
      if (!reached) break;
      counts.faults += 1;
    }
  }
  await rm(folder, { recursive: true });
  return counts;
}

interface Once {
  dataDir: string;
  shim: string;
  call: string;
  errno: number;
  nth: number;
}

/** Answers whether anything failed at all. */
async function once({ dataDir, shim, call, errno, nth }: Once, counts: Counts): Promise<boolean> {
  const port = await freePort();
  const env = {
    LD_PRELOAD: shim,
    FAULT_CALL: call,
    FAULT_NTH: String(nth),
    FAULT_ERRNO: String(errno),
    LOG_LEVEL: 'silent',
  };
  const acknowledged: string[] = [];
  let failed = false;
  try {
    const server = await startChild({ dataDir, port, env });
    for (let n = 0; n < SENDS; n += 1) {
      const id = await send(port);
      if (id) acknowledged.push(id);
      else failed = true;
    }
    await server.kill('SIGKILL');
  } catch (error) {
    // It would not start on such a disk, which is an answer too.
    if (!String(error).includes('The server ended')) throw error;
    failed = true;
  }
  const healthy = await startChild({ dataDir, port, env: { LOG_LEVEL: 'silent' } });
  const last = await send(port);
  if (last) acknowledged.push(last);
  await healthy.kill('SIGTERM');
  const stored = storedIn(dataDir).get(ticketId(0)) ?? [];
  const kept = new Set(stored);
  counts.acknowledged += acknowledged.length;
  counts.doubled += stored.length - kept.size;
  for (const id of acknowledged) if (!kept.has(id)) counts.lost += 1;
  if (!last) counts.lost += 1;
  return failed;
}

/** Its id where it was acknowledged, null where it was refused or nobody answered. */
async function send(port: number): Promise<string | null> {
  const [id, origin] = [uuidv7(), `http://localhost:${port}`];
  try {
    const response = await fetch(`${origin}/api/tickets/${ticketId(0)}/messages`, {
      method: 'POST',
      headers: { origin, cookie: customerCookie(0), 'content-type': 'application/json' },
      body: JSON.stringify({ id, body: 'Written on a bad disk' }),
      signal: AbortSignal.timeout(within(5_000)),
    });
    return response.ok ? id : null;
  } catch {
    return null;
  }
}

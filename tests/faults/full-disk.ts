/** 7. A small disk fills up: reads go on, sends are refused in words, and all goes on by itself when there is room. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from '../../db/ids.ts';
import { customerCookie, staffCookie, ticketId } from '../load/data.ts';
import { freePort, startChild } from '../support/child.ts';
import { prepare, storedIn } from './crowd.ts';

export const whyNoFullDisk = () =>
  process.platform === 'linux' && process.getuid?.() === 0 ? null : 'it needs root on Linux, to mount a small disk';

interface Filled {
  acknowledged: number;
  refused: string[];
  readsWhileFull: boolean;
  resumed: boolean;
  lost: number;
}

export async function fillDisk(): Promise<Filled> {
  const folder = await mkdtemp(join(tmpdir(), 'answerback-full-'));
  const mounted = join(folder, 'disk');
  await mkdir(mounted);
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', mounted], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The small disk was not mounted: ${stderr}`);
  const [dataDir, ballast] = [join(mounted, 'data'), join(mounted, 'ballast')];
  const acknowledged: string[] = [];
  const refused: string[] = [];
  try {
    prepare(dataDir);
    writeFileSync(ballast, Buffer.alloc(4 * 2 ** 20));
    const port = await freePort();
    const server = await startChild({ dataDir, port, env: { LOG_LEVEL: 'silent' } });
    const origin = `http://localhost:${port}`;
    const send = async (n: number) => {
      const id = uuidv7();
      const response = await fetch(`${origin}/api/tickets/${ticketId(0)}/messages`, {
        method: 'POST',
        headers: { origin, cookie: staffCookie(2 + (n % 50)), 'content-type': 'application/json' },
        body: JSON.stringify({ id, body: 'x'.repeat(9_000) }),
      });
      if (response.ok) acknowledged.push(id);
      else refused.push(((await response.json()) as { error: { code: string } }).error.code);
      return response.ok;
    };
    for (let n = 0; refused.length < 5 && n < 2_000; n += 1) await send(n);
    const read = await fetch(`${origin}/api/tickets/${ticketId(0)}/messages`, {
      headers: { cookie: customerCookie(0) },
    });
    await rm(ballast);
    const resumed = await send(1);
    await server.kill('SIGTERM');
    const kept = new Set(storedIn(dataDir).get(ticketId(0)));
    const lost = acknowledged.filter((id) => !kept.has(id)).length;
    return { acknowledged: acknowledged.length, refused, readsWhileFull: read.ok, resumed, lost };
  } finally {
    spawnSync('umount', [mounted]);
    await rm(folder, { recursive: true, force: true });
  }
}

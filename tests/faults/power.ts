/**
 * 2. Power cuts: the data lies on an ext4 of its own, in a file, which is shut down as a failing power supply would
 * (EXT4_IOC_SHUTDOWN without a flush of its journal), so that whatever was not synced is gone.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startChild } from '../support/child.ts';
import { seeded } from '../support/random.ts';
import { type Budget, type Counts, none } from './counts.ts';
import { Crowd, prepare } from './crowd.ts';
import type { Fault } from './hook.ts';
import { hook } from './kill.ts';

const JUDGED_EVERY = 5;
/** Linux, include/uapi/linux/ext4.h and fs.h: EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH. */
const SHUT_DOWN = `import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))`;

/** Null where this machine can cut its own power; else what it lacks. */
export function whyNoPowerCuts(): string | null {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid?.() !== 0) return 'it needs root, for a loop mount';
  for (const [command, ...args] of [
    ['mkfs.ext4', '-V'],
    ['losetup', '-f'],
    ['python3', '-c', 'import fcntl'],
  ] as const)
    if (spawnSync(command, args).status !== 0) return `it needs a working ${command}`;
  return null;
}

function run(command: string, ...args: string[]) {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`);
}

export async function powerCuts({ seed, more }: Budget, { careless = false } = {}, counts = none()): Promise<Counts> {
  const random = seeded(seed);
  const folder = await mkdtemp(join(tmpdir(), 'answerback-power-'));
  const [image, mounted] = [join(folder, 'disk.img'), join(folder, 'disk')];
  const dataDir = join(mounted, 'data');
  await mkdir(mounted);
  run('truncate', '-s', '256M', image);
  run('mkfs.ext4', '-q', image);
  run('mount', '-o', 'loop', image, mounted);
  prepare(dataDir);
  run('sync', '-f', mounted);

  const port = await freePort();
  const fault: Fault = careless ? { careless } : {};
  const start = () =>
    startChild({ dataDir, port, flags: hook, env: { LOG_LEVEL: 'silent', FAULT: JSON.stringify(fault) } });
  const url = `http://localhost:${port}`;
  const crowd = new Crowd({ dataDir, url, origin: url, seed });
  try {
    for (let n = 0; more(n); n += 1) {
      const server = await start();
      await crowd.answered(5 + Math.floor(random() * 60));
      await sleep(random() * 20);
      // Without power nobody is answered. An ext4 that shuts down tells an fdatasync that is under way that all is well, and
      // loses what it was for (seen with twenty lines of C, too): io.ts is where a disk fails under a server that goes on.
      server.freeze();
      run('python3', '-c', SHUT_DOWN, mounted);
      await server.kill('SIGKILL');
      run('umount', mounted);
      run('mount', '-o', 'loop', image, mounted);
      counts.powerCuts += 1;
      if (n % JUDGED_EVERY === JUDGED_EVERY - 1 || careless) {
        const again = await start();
        await crowd.judge(counts);
        await again.kill('SIGTERM');
        if (careless && counts.lost > 0) break;
      }
    }
    if (!careless) {
      const again = await start();
      await crowd.judge(counts);
      await again.kill('SIGTERM');
    }
  } finally {
    await crowd.end();
    spawnSync('umount', [mounted]);
    await rm(folder, { recursive: true, force: true });
  }
  return counts;
}

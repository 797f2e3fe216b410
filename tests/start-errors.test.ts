import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BARE_ENV, freePort, startChild } from './support/child.ts';
import { WAIT_MS } from './support/within.ts';

const main = fileURLToPath(new URL('../server/main.ts', import.meta.url));
const cli = fileURLToPath(new URL('../server/cli.ts', import.meta.url));
const isRoot = process.getuid?.() === 0;
/** A user who owns nothing here. */
const NOBODY = { uid: 65_534, gid: 65_534 };

let folder: string;
let dataDir: string;
let port: number;
/** A folder that was served once, by the user who runs the tests. */
let used: string;
beforeAll(async () => {
  port = await freePort();
  used = await mkdtemp(join(tmpdir(), 'answerback-'));
  const child = await startChild({ dataDir: used, port });
  await child.kill('SIGTERM');
});
afterAll(() => rm(used, { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answerback-'));
  chmodSync(folder, 0o755);
  dataDir = join(folder, 'data');
  return () => rm(folder, { recursive: true, force: true });
});

interface Options {
  env?: Record<string, string>;
  as?: typeof NOBODY;
  args?: string[];
}

/** The server, or a command, as a process that is expected to end by itself. */
function run({ env = {}, as, args = [main] }: Options = {}) {
  const { status, stderr } = spawnSync(process.execPath, args, {
    env: { ...BARE_ENV, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'warn', ...env },
    encoding: 'utf8',
    timeout: WAIT_MS,
    ...as,
  });
  return { status, lines: stderr.trim().split('\n') };
}

const expectOneLine = ({ status, lines }: ReturnType<typeof run>, ...parts: (string | RegExp)[]) => {
  expect([status, lines]).toEqual([1, [expect.any(String)]]);
  for (const part of parts) expect(lines[0]).toMatch(part);
};

const served = () => cpSync(used, dataDir, { recursive: true });

describe('a start in a folder that cannot be used names DATA_DIR, the path and what to do', () => {
  it('where a file is in its place', () => {
    writeFileSync(dataDir, 'not a folder');
    expectOneLine(run(), /^DATA_DIR: /u, `${dataDir} is a file`, 'Move it away');
  });

  it('where a file is in the place of a folder above it', () => {
    writeFileSync(join(folder, 'file'), 'not a folder');
    expectOneLine(run({ env: { DATA_DIR: join(folder, 'file', 'data') } }), `${join(folder, 'file')} is a file`);
  });

  it('where a file is in the place of a folder in it', () => {
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'attachments'), 'not a folder');
    expectOneLine(run(), /^DATA_DIR: /u, `${join(dataDir, 'attachments')} is a file`);
  });

  it('where a folder is in the place of the database', () => {
    mkdirSync(join(dataDir, 'answerback.db'), { recursive: true });
    expectOneLine(run(), /^DATA_DIR: /u, `${join(dataDir, 'answerback.db')} is a folder`);
  });

  it('where the database is no database', () => {
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'answerback.db'), 'x'.repeat(5_000));
    expectOneLine(run(), /^DATA_DIR: /u, dataDir, 'Restore a backup');
  });

  it.runIf(isRoot)('where another user owns the folder above it', () => {
    const result = run({ as: NOBODY });
    expectOneLine(result, /^DATA_DIR: /u, `${folder} belongs to root (user 0)`, '(user 65534)', 'chown -R 65534');
  });

  it.runIf(isRoot)('where another user owns the folder', () => {
    served();
    expectOneLine(run({ as: NOBODY }), /^DATA_DIR: /u, `${dataDir} belongs to root (user 0)`, 'chown -R 65534');
  });

  it.runIf(isRoot)('where another user owns the database in it', () => {
    served();
    spawnSync('chown', ['-R', '65534:65534', dataDir]);
    chownSync(join(dataDir, 'answerback.db'), 0, 0);
    const file = join(dataDir, 'answerback.db');
    expectOneLine(run({ as: NOBODY }), /^DATA_DIR: /u, `${file} belongs to root (user 0)`);
    expectOneLine(
      run({ as: NOBODY, args: [cli, 'backup', join(folder, 'copy.db')] }),
      /^DATA_DIR: /u,
      'belongs to root (user 0)',
    );
  });

  it.runIf(isRoot)('where its own permissions shut the owner out', () => {
    served();
    spawnSync('chown', ['-R', '65534:65534', dataDir]);
    chmodSync(join(dataDir, 'answerback.db'), 0o400);
    expectOneLine(run({ as: NOBODY }), /^DATA_DIR: /u, join(dataDir, 'answerback.db'), 'chmod -R u+rwX');
  });

  it.runIf(isRoot)('where the disk is mounted read-only, or is full', ({ skip }) => {
    mkdirSync(dataDir);
    const mount = (options: string) => spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', dataDir]).status;
    if (mount('size=8m') !== 0) skip('This machine lets nobody mount a disk.');
    try {
      served();
      spawnSync('mount', ['-o', 'remount,ro', dataDir]);
      expectOneLine(run(), /^DATA_DIR: /u, dataDir, 'mounted read-only');
      spawnSync('mount', ['-o', 'remount,rw', dataDir]);
      rmSync(join(dataDir, 'answerback.db'));
      // It takes what is left, to the last byte.
      spawnSync('dd', ['if=/dev/zero', `of=${join(dataDir, 'ballast')}`, 'bs=4k']);
      expectOneLine(run(), /^DATA_DIR: /u, dataDir, 'is full', 'Make room');
    } finally {
      spawnSync('umount', [dataDir]);
    }
  });
});

describe('a command in a folder that holds nothing', () => {
  it.each([
    ['backup', () => join(folder, 'copy.db')],
    ['export', () => join(folder, 'export')],
  ])('says so, and leaves nothing behind: %s', (command, target) => {
    expectOneLine(run({ args: [cli, command, target()] }), 'There is no database', dataDir, 'DATA_DIR');
    expect(spawnSync('ls', [folder], { encoding: 'utf8' }).stdout).toBe('');
  });
});

describe('a start at an address that cannot be used names the key', () => {
  it('where the address is of another machine', () => {
    expectOneLine(run({ env: { HOST: '192.0.2.7' } }), /^HOST: 192\.0\.2\.7 is no address of this machine/u);
  });

  it('where nobody knows the name', () => {
    expectOneLine(run({ env: { HOST: 'desk.invalid' } }), /^HOST: no address is known for desk\.invalid/u);
  });

  it.runIf(isRoot)('where only an administrator may use the port', ({ skip }) => {
    dataDir = join(folder, 'own');
    mkdirSync(dataDir);
    chownSync(dataDir, NOBODY.uid, NOBODY.gid);
    const first = spawnSync('cat', ['/proc/sys/net/ipv4/ip_unprivileged_port_start'], { encoding: 'utf8' });
    if (Number(first.stdout) <= 80) skip('Everybody may use every port here.');
    expectOneLine(run({ as: NOBODY, env: { PORT: '80' } }), /^PORT: this user may not listen on port 80/u);
  });
});

describe('a machine without IPv6', () => {
  // Linux has no other way to take IPv6 from one process: the library answers as the kernel does where it is switched off.
  const shim = () => join(folder, 'no-ipv6.so');
  const hasCompiler = spawnSync('cc', ['--version']).status === 0;

  it.runIf(hasCompiler && process.platform === 'linux')('is served in IPv4, and told so', async () => {
    const source = fileURLToPath(new URL('support/no-ipv6.c', import.meta.url));
    expect(spawnSync('cc', ['-shared', '-fPIC', '-o', shim(), source, '-ldl']).status).toBe(0);
    const env = { LD_PRELOAD: shim(), PUBLIC_URL: '  http://desk.example ' };
    const child = await startChild({ dataDir, port, env });
    try {
      expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
      expect(child.output()).toContain('this machine has no IPv6, so the server listens on IPv4 only');
      expect(child.output()).toContain('Answerback runs on http://desk.example\n');
    } finally {
      await child.kill('SIGTERM');
    }
    expectOneLine(run({ env: { ...env, HOST: '2001:db8::1' } }), /^HOST: 2001:db8::1 is no address of this machine/u);
  });
});

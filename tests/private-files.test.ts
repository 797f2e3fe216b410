import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createForOwnerOnly, prepareDataFolder } from '../db/data-folder.ts';
import { takeDailySnapshot } from '../db/sqlite/snapshots.ts';
import { BARE_ENV, type Child, freePort, startChild } from './support/child.ts';
import { ADMIN } from './support/desk.ts';
import { downgrade } from './support/downgrade.ts';
import { picture, text } from './support/files.ts';
import { Person } from './support/person.ts';

const cli = fileURLToPath(new URL('../server/cli.ts', import.meta.url));
let folder: string;
let dataDir: string;
let port: number;
let server: Child | undefined;
const umask = process.umask(0);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answerback-'));
  dataDir = join(folder, 'data');
  port = await freePort();
});
afterAll(async () => {
  process.umask(umask);
  await server?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Every path in it, and itself, that another user of the machine can open. */
async function openIn(root: string) {
  const all = await readdir(root, { recursive: true });
  const paths = [root, ...all.map((name) => join(root, name))];
  return paths.filter((path) => (statSync(path).mode & 0o077) !== 0).map((path) => relative(folder, path));
}

async function useEverything() {
  server = await startChild({ dataDir, port });
  const zoe = await new Person(server.url).signIn(ADMIN.email, ADMIN.password);
  const jonas = await new Person(server.url).register('Jonas', 'jonas@post.example');
  const { id } = await jonas.opens('With files');
  const files = [await jonas.attaches(id, await picture('photo.png')), await jonas.attaches(id, text('a.txt', 'a'))];
  expect(files.map(({ status }) => status)).toEqual([201, 201]);
  const attachmentIds = files.map(({ body }) => body.id);
  expect((await zoe.post(`/api/tickets/${id}/messages`, { body: 'Seen' })).status).toBe(201);
  expect((await jonas.post(`/api/tickets/${id}/messages`, { body: '', attachmentIds })).status).toBe(201);
  await new Person(server.url).post('/api/auth/login', { email: ADMIN.email, password: 'wrong' });
  // As the server does once a day, in a thread of its process.
  createForOwnerOnly();
  await takeDailySnapshot(join(dataDir, 'answerback.db'), Date.now());
  process.umask(0);
}

function answerback(...args: string[]) {
  const env = { ...BARE_ENV, DATA_DIR: dataDir };
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args], { env, encoding: 'utf8' });
  expect([status, stderr.replaceAll(/^ .*\n/gmu, '')]).toEqual([0, '']);
}

it('nothing in the data folder can be opened by other users, while it is served and after', async () => {
  await useEverything();
  expect((await readdir(dataDir)).length).toBeGreaterThan(5);
  expect(await openIn(dataDir)).toEqual([]);
  await server?.kill('SIGKILL');
  expect(await openIn(dataDir)).toEqual([]);
});

it('a backup and an export are closed to others, wherever an admin puts them', async () => {
  mkdirSync(join(folder, 'shared'));
  answerback('backup', join(folder, 'shared', 'copy.db'));
  expect(await openIn(join(folder, 'shared'))).toEqual(['shared']);
  answerback('backup', join(folder, 'made', 'for', 'it.db'));
  expect(await openIn(join(folder, 'made'))).toEqual([]);
  answerback('export', join(folder, 'export'));
  expect(await openIn(join(folder, 'export'))).toEqual([]);
});

it('what is restored or imported is closed, also from a copy that was open', async () => {
  const copy = join(folder, 'shared', 'copy.db');
  chmodSync(copy, 0o644);
  answerback('restore', copy);
  expect(await readdir(dataDir)).toContain('replaced');
  expect(await openIn(dataDir)).toEqual([]);
  spawnSync('chmod', ['-R', 'go+rX', join(folder, 'export')]);
  dataDir = join(folder, 'imported');
  answerback('import', join(folder, 'export'));
  expect((await readdir(join(dataDir, 'attachments'))).length).toBeGreaterThan(1);
  expect(await openIn(dataDir)).toEqual([]);
  answerback('doctor');
  dataDir = join(folder, 'data');
});

it('a link in the folder leads to nothing that is changed', async () => {
  const [other, own] = [join(folder, 'of-others'), join(folder, 'linked')];
  for (const path of [other, own]) mkdirSync(path, { mode: 0o777 });
  writeFileSync(join(other, 'file'), 'x', { mode: 0o644 });
  mkdirSync(join(own, 'snapshots'));
  symlinkSync(join(other, 'file'), join(own, 'answerback.db-x'));
  symlinkSync(other, join(own, 'snapshots', 'away'));
  prepareDataFolder(own);
  expect([other, join(other, 'file')].map((path) => statSync(path).mode & 0o777)).toEqual([0o777, 0o644]);
  expect(statSync(own).mode & 0o777).toBe(0o700);
  // The folder itself may be a link.
  const link = join(folder, 'link-to-data');
  chmodSync(own, 0o755);
  symlinkSync(own, link);
  prepareDataFolder(link);
  expect(statSync(own).mode & 0o777).toBe(0o700);
});

it('a folder of an older version is closed at the start, and an upgrade keeps it so', async () => {
  downgrade(join(dataDir, 'answerback.db'));
  spawnSync('chmod', ['-R', 'a+rwX', dataDir]);
  expect((await openIn(dataDir)).length).toBeGreaterThan(10);
  server = await startChild({ dataDir, port });
  expect((await readdir(join(dataDir, 'snapshots'))).some((name) => name.startsWith('before-'))).toBe(true);
  expect(await openIn(dataDir)).toEqual([]);
  // What somebody copies into it later is closed at the next start.
  await server.kill('SIGTERM');
  chmodSync(join(dataDir, 'answerback.db'), 0o644);
  const { status, stdout } = spawnSync(process.execPath, [cli, 'doctor'], {
    env: { ...BARE_ENV, DATA_DIR: dataDir },
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([1, expect.stringContaining('can open')]);
  server = await startChild({ dataDir, port });
  expect(await openIn(dataDir)).toEqual([]);
});

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getTableName, is, Table } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCheckpoints } from '../db/sqlite/checkpoint.ts';
import { connect } from '../db/sqlite/connection.ts';
import { migrate } from '../db/sqlite/migrate.ts';
import { LEFT_OUT, TABLES } from '../db/sqlite/export.ts';
import { meta } from '../db/schema/settings.ts';
import { dailySnapshots, takeDailySnapshot } from '../db/sqlite/snapshots.ts';
import type { Snapshot } from '../server/live/contract.ts';
import { askedFor, enrol } from './support/authenticator.ts';
import { BARE_ENV, type Child, freePort, startChild } from './support/child.ts';
import { converge } from './support/converge.ts';
import { ADMIN } from './support/desk.ts';
import { finds, indexed } from './support/indexed.ts';
import { picture } from './support/files.ts';
import { Person } from './support/person.ts';

const cli = fileURLToPath(new URL('../server/cli.ts', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answerback-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** As an admin types it. */
function answerback(dataDir: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    env: { ...BARE_ENV, DATA_DIR: dataDir },
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

describe('a backup', () => {
  let dataDir: string;
  let server: Child;
  let jonas: Person;
  let ticketId: string;
  let photoId: string;
  beforeAll(async () => {
    dataDir = join(folder, 'served');
    server = await startChild({ dataDir, port: await freePort() });
    jonas = await new Person(server.url).register('Jonas', 'jonas@post.example');
    ticketId = (await jonas.opens('Before the backup')).id;
    const { body: photo } = await jonas.attaches(ticketId, await picture('photo.png'));
    photoId = photo.id;
    await jonas.post(`/api/tickets/${ticketId}/messages`, { body: '', attachmentIds: [photoId] });
  });
  afterAll(async () => {
    await server.kill('SIGKILL');
  });

  it('taken under load restores a consistent past, and every client reloads its data', async () => {
    const zoe = await new Person(server.url).signIn(ADMIN.email, ADMIN.password);
    const desk = await zoe.listen(ticketId);
    let writing = true;
    const load = (async () => {
      for (let n = 0; writing && n < 250; n += 1) await zoe.says(ticketId, `No. ${n}`);
    })();
    await desk.until(() => (desk.state.rows[ticketId]?.lastSeq ?? 0) > 20, 'some messages');
    const copy = join(folder, 'copies', 'monday.db');
    // The command runs in a process of its own; here it must not hold up the load.
    const child = startCommand(dataDir, 'backup', copy);
    expect(await child).toBe(0);
    writing = false;
    await load;
    const { body: before } = await zoe.get<Snapshot>('/api/snapshot');

    expect(answerback(dataDir, 'restore', copy)).toMatchObject({ status: 1, said: expect.stringContaining('Stop it') });
    const port = Number(new URL(server.url).port);
    desk.close();
    await server.kill('SIGTERM');
    expect(answerback(dataDir, 'restore', copy)).toMatchObject({ status: 0 });
    const [aside = ''] = await readdir(join(dataDir, 'replaced'));
    expect(existsSync(join(dataDir, 'replaced', aside, 'answerback.db'))).toBe(true);
    expect(answerback(dataDir, 'doctor')).toMatchObject({ status: 0, said: expect.not.stringContaining('✗') });

    server = await startChild({ dataDir, port });
    const { body: since } = await zoe.get(`/api/events?after=${before.cursor}&epoch=${before.epoch}`);
    expect(since).toMatchObject({ resync: true, reason: 'epoch' });
    const again = await zoe.listen(ticketId);
    const { body: after } = await zoe.get<Snapshot>('/api/snapshot');
    const row = after.rows.find(({ id }) => id === ticketId);
    expect(row?.lastSeq).toBeGreaterThan(20);
    expect(row?.lastSeq).toBeLessThanOrEqual(before.rows.find(({ id }) => id === ticketId)?.lastSeq ?? 0);
    await zoe.says(ticketId, 'After the restore');
    await again.heard('message.sent', ticketId);
    await indexed({ dataDir });
    expect(await finds(zoe, '"after the restore"')).toHaveLength(1);
    expect(await finds(zoe, '"No. 7"')).toHaveLength(1);
    await converge(zoe, again);
    again.close();
  });

  it('is refused if it is no backup of Answerback, and nothing changes', async () => {
    const other = join(folder, 'letter.txt');
    await writeFile(other, 'Dear Sir or Madam');
    const own = join(folder, 'untouched');
    migrate(join(own, 'answerback.db'));
    const before = readFileSync(join(own, 'answerback.db'));
    expect(answerback(own, 'restore', other)).toMatchObject({
      status: 1,
      said: expect.stringContaining('cannot be restored'),
    });
    expect(answerback(own, 'restore', join(folder, 'nothing.db'))).toMatchObject({ status: 1 });
    expect(readFileSync(join(own, 'answerback.db')).equals(before)).toBe(true);
    expect(answerback(own, 'backup', other)).toMatchObject({
      status: 1,
      said: expect.stringContaining('exists already'),
    });
  });

  it('an export includes every table or names the reason for leaving it out', async () => {
    const all = (await wholeSchema()).filter((one) => is(one, Table));
    const names = new Set(all.map((one) => getTableName(one)));
    expect(names).toEqual(new Set([...Object.keys(TABLES), ...LEFT_OUT]));
  });

  it('an imported export is equal byte by byte, and counters continue', async () => {
    const [out, back, moved] = [join(folder, 'export'), join(folder, 'export-again'), join(folder, 'moved')];
    expect(answerback(dataDir, 'export', out)).toMatchObject({
      status: 0,
      said: expect.stringContaining('Not exported: sessions'),
    });
    expect(answerback(moved, 'import', out)).toMatchObject({ status: 0 });
    expect(answerback(moved, 'import', out)).toMatchObject({
      status: 1,
      said: expect.stringContaining('exists already'),
    });
    expect(answerback(moved, 'export', back)).toMatchObject({ status: 0 });
    const manifest = (path: string) => readFileSync(join(path, 'manifest.json'), 'utf8');
    expect(manifest(back)).toBe(manifest(out));
    expect(answerback(moved, 'doctor')).toMatchObject({ status: 0 });

    const copied = await startChild({ dataDir: moved, port: await freePort() });
    const there = await new Person(copied.url).signIn('jonas@post.example');
    expect((await there.get(`/api/tickets/${ticketId}`)).status).toBe(200);
    // The index is no part of an export: it is made anew of what is there.
    await indexed({ dataDir: moved });
    expect(await finds(there, '"before the backup"')).not.toEqual([]);
    expect((await there.downloads(photoId)).bytes.equals((await jonas.downloads(photoId)).bytes)).toBe(true);
    expect((await there.downloads(photoId, '/thumbnail')).status).toBe(200);
    const { number } = await there.opens('In the new place');
    expect(number).toBe(1002);
    await copied.kill('SIGTERM');

    const [key = ''] = await readdir(join(back, 'files'));
    await writeFile(join(back, 'files', key), 'another picture');
    expect(answerback(join(folder, 'swapped'), 'import', back)).toMatchObject({
      status: 1,
      said: expect.stringContaining(key),
    });
    await writeFile(join(back, 'manifest.json'), manifest(out).replace(/"schema": \d+/u, '"schema": 3'));
    expect(answerback(join(folder, 'older'), 'import', back)).toMatchObject({
      status: 1,
      said: expect.stringContaining('is of schema 3'),
    });
    await writeFile(join(out, 'users.jsonl'), '{}\n');
    expect(answerback(join(folder, 'forged'), 'import', out)).toMatchObject({
      status: 1,
      said: expect.stringContaining('users.jsonl'),
    });
  });
});

describe('create-admin', () => {
  it('adds an admin once, and prints the password once', async () => {
    const dataDir = join(folder, 'fresh');
    const { status, said } = answerback(dataDir, 'create-admin', 'Sam@desk.example');
    expect(status).toBe(0);
    const password = /Password: (\S+)\./u.exec(said)?.[1] ?? '';
    expect(answerback(dataDir, 'create-admin', 'sam@desk.example')).toMatchObject({ status: 1 });
    const server = await startChild({ dataDir, port: await freePort() });
    expect((await new Person(server.url).signIn('sam@desk.example', password)).me.role).toBe('admin');
    await server.kill('SIGTERM');
  });
});

describe('reset-password', () => {
  it('prints a link that sets a new password once, while the server runs, and ends the sessions', async () => {
    const dataDir = join(folder, 'forgotten');
    const server = await startChild({ dataDir, port: await freePort() });
    const zoe = await new Person(server.url).signIn(ADMIN.email, ADMIN.password);
    const { status, said } = answerback(dataDir, 'reset-password', ' Zoe@desk.example');
    expect(status).toBe(0);
    const token = /\/desk\/password#(\S+)/u.exec(said)?.[1] ?? '';
    const reset = (person: Person) =>
      person.post('/api/auth/password/reset', { token, password: 'a new long password' });
    expect((await reset(new Person(server.url))).status).toBe(200);
    expect((await reset(new Person(server.url))).status).toBe(404);
    expect((await zoe.get('/api/me')).status).toBe(401);
    await zoe.signIn(ADMIN.email, 'a new long password');
    expect(answerback(dataDir, 'reset-password', 'nobody@desk.example')).toMatchObject({ status: 1 });
    expect(answerback(dataDir, 'reset-password', 'nobody')).toMatchObject({ status: 1 });
    // By either form of an address.
    await new Person(server.url).register('Jonas', 'jonas@bücher.example');
    expect(answerback(dataDir, 'reset-password', 'Jonas@xn--bcher-kva.example')).toMatchObject({ status: 0 });
    expect(server.output()).not.toContain(token);
    await server.kill('SIGTERM');
  });
});

describe('reset-sign-in', () => {
  it('removes the second step of a person and what roles need, while the server runs', async () => {
    const dataDir = join(folder, 'locked-out');
    const server = await startChild({ dataDir, port: await freePort() });
    const zoe = await new Person(server.url).signIn(ADMIN.email, ADMIN.password);
    await enrol({ ahead: { ms: 0 } }, zoe);
    expect((await zoe.patch('/api/sign-in', { secondStepRoles: ['admin'] })).status).toBe(200);
    await askedFor(new Person(server.url), ADMIN.email, ADMIN.password);
    expect(answerback(dataDir, 'reset-sign-in', 'nobody@desk.example')).toMatchObject({ status: 1 });
    await askedFor(new Person(server.url), ADMIN.email, ADMIN.password);
    expect(answerback(dataDir, 'reset-sign-in', 'Zoe@desk.example').status).toBe(0);
    await new Person(server.url).signIn(ADMIN.email, ADMIN.password);
    await server.kill('SIGTERM');
  });
});

describe('the daily copy', () => {
  it('is taken once a day, and the seven newest are kept', async () => {
    const file = join(folder, 'daily', 'answerback.db');
    migrate(file);
    const day = 86_400_000;
    const start = Date.UTC(2026, 0, 1);
    for (let n = 0; n < 9; n += 1) {
      expect(await takeDailySnapshot(file, start + n * day)).not.toBeNull();
      expect(await takeDailySnapshot(file, start + n * day + day / 2)).toBeNull();
    }
    expect(dailySnapshots(file).map(({ at }) => (at - start) / day)).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('the write-ahead log', () => {
  it('is checkpointed off the commit path, restarts from its beginning, and is reported when blocked', async () => {
    const file = join(folder, 'log', 'answerback.db');
    migrate(file);
    const db = connect(file);
    const alarms: number[] = [];
    const checkpoints = createCheckpoints({
      file,
      writer: db.writer,
      alarmBytes: 40 * 2 ** 20,
      onAlarm: (bytes) => alarms.push(bytes),
      onError: (error) => {
        throw error;
      },
    });
    const timer = setInterval(() => checkpoints.look(), 500);
    const write = async (key: string) => {
      await db.writer.begin();
      await db.writer.db.insert(meta).values({ key, value: 'x'.repeat(500_000) });
      await db.writer.commit();
      await new Promise((turn) => setTimeout(turn, 4));
    };
    const log = () => statSync(`${file}-wal`).size;
    // 150 MB are written; the log holds a part of it at any time.
    for (let n = 0; n < 300; n += 1) await write(`a${n}`);
    await expect.poll(() => checkpoints.bytes).toBeLessThanOrEqual(log());
    expect(log()).toBeLessThan(100 * 2 ** 20);

    const held = log();
    await db.readSnapshot(async (at) => {
      await at.select().from(meta).limit(1);
      for (let n = 0; log() < held + 60 * 2 ** 20 && n < 400; n += 1) await write(`b${n}`);
      await new Promise((turn) => setTimeout(turn, 700));
    });
    expect(checkpoints.bytes).toBeGreaterThan(40 * 2 ** 20);
    expect(alarms.length).toBeGreaterThan(0);
    clearInterval(timer);
    await checkpoints.stop();
    db.close();
  });
});

async function startCommand(dataDir: string, ...args: string[]): Promise<number | null> {
  const { spawn } = await import('node:child_process');
  const { once } = await import('node:events');
  const child = spawn(process.execPath, [cli, ...args], { env: { ...BARE_ENV, DATA_DIR: dataDir } });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

/** What every file of db/schema exports. */
async function wholeSchema(): Promise<unknown[]> {
  const files = await readdir(new URL('../db/schema/', import.meta.url));
  const modules = await Promise.all(files.map((file) => import(`../db/schema/${file}`) as Promise<object>));
  return modules.flatMap((module) => Object.values(module) as unknown[]);
}

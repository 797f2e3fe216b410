import BetterSqlite from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate } from '../db/sqlite/migrate.ts';
import type { Commit, Unit } from '../server/commit.ts';
import { createFeed } from '../server/feed.ts';
import { enqueue, type NewJob } from '../server/jobs/enqueue.ts';
import { createWorkers, type Kinds, LEASE_MS } from '../server/jobs/workers.ts';
import { DONE, openWorkers, type TestPayloads } from './support/job-runner.ts';
import { stored } from './support/stored.ts';

const alone = fileURLToPath(new URL('support/job-runner.ts', import.meta.url));

let dataDir: string;
let file: string;
const ahead = { ms: 0 };
const clock = () => Date.now() + ahead.ms;
let opened: ReturnType<typeof openWorkers>[] = [];

beforeEach(async () => {
  ahead.ms = 0;
  opened = [];
  dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
  file = join(dataDir, 'answerback.db');
  migrate(file);
  sqlite(DONE);
});
afterEach(async () => {
  for (const { workers, commit, db } of opened) {
    await workers.stop();
    await commit.close();
    db.close();
  }
  await rm(dataDir, { recursive: true });
});

function sqlite(statement: string) {
  const db = new BetterSqlite(file);
  db.exec(statement);
  db.close();
}
function open(kinds: Partial<Kinds<TestPayloads>>) {
  const one = openWorkers(file, kinds, clock);
  opened.push(one);
  return one;
}
interface Row {
  key: string;
  attempts: number;
  dueAt: number;
  lastError: string | null;
  deadAt: number | null;
  leaseUntil: number | null;
}
const rows = () =>
  stored<Row>(
    { dataDir },
    `SELECT key, attempts, due_at AS dueAt, last_error AS lastError, dead_at AS deadAt, lease_until AS leaseUntil
     FROM jobs ORDER BY id`,
  );
const add = (unit: Unit, key: string, more: Partial<NewJob<TestPayloads, 'mail'>> = {}) =>
  enqueue<TestPayloads>(unit, { kind: 'mail', key, payload: { mailId: key }, ...more });
const mail = (commit: Commit, ...keys: string[]) =>
  commit(async (unit) => {
    for (const key of keys) await add(unit, key);
  });
const gate = () => Promise.withResolvers<void>();

it('a job runs after its commit, once per key, and not after a rollback', async () => {
  const sent: unknown[] = [];
  const { commit } = open({
    mail: { limit: 1, run: async ({ key, payload, attempt }) => void sent.push([key, payload.mailId, attempt]) },
  });
  const undone = commit(async (unit) => {
    await add(unit, 'undone');
    throw new Error('No.');
  });
  await expect(undone).rejects.toThrow('No.');
  await commit(async (unit) => {
    await add(unit, 'a');
    await add(unit, 'a');
    await add(unit, 'b');
  });
  await expect.poll(() => rows()).toEqual([]);
  expect(sent).toEqual([
    ['a', 'a', 1],
    ['b', 'b', 1],
  ]);
});

it('each kind has a limit of concurrent jobs, and no kind waits for another', async () => {
  const { promise: end, resolve } = gate();
  let [running, most, calls] = [0, 0, 0];
  const { commit } = open({
    mail: {
      limit: 3,
      async run() {
        running += 1;
        most = Math.max(most, running);
        await end;
        running -= 1;
      },
    },
    call: { limit: 1, run: async () => void (calls += 1) },
  });
  await mail(commit, ...Array.from({ length: 10 }, (_, n) => `m${n}`));
  await commit((unit) => enqueue<TestPayloads>(unit, { kind: 'call', key: 'c', payload: { callId: 'c' } }));
  await expect.poll(() => calls).toBe(1);
  await expect.poll(() => running).toBe(3);
  resolve();
  await expect.poll(() => rows()).toEqual([]);
  expect(most).toBe(3);
});

it('a job runs at its due time', async () => {
  const sent: string[] = [];
  const { commit, workers } = open({ mail: { limit: 1, run: async ({ key }) => void sent.push(key) } });
  await commit(async (unit) => {
    await add(unit, 'late', { dueAt: unit.now + 3_600_000 });
    await add(unit, 'now');
  });
  await expect.poll(() => sent).toEqual(['now']);
  ahead.ms = 3_600_001;
  workers.look();
  await expect.poll(() => sent).toEqual(['now', 'late']);
});

it('a failing job is retried with growing pauses, keeps its error, dies, and starts again when enqueued again', async () => {
  let isUp = false;
  const tried: number[] = [];
  const { commit, workers } = open({
    mail: {
      limit: 1,
      attempts: 4,
      async run({ attempt }) {
        tried.push(attempt);
        if (!isUp) throw new Error(`No connection. ${'x'.repeat(500)}`);
      },
    },
  });
  await mail(commit, 'a');
  const pauses: number[] = [];
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await expect.poll(() => rows()[0]?.lastError ?? null).not.toBeNull();
    await expect.poll(() => rows()[0]).toMatchObject({ attempts: attempt, leaseUntil: null, deadAt: null });
    pauses.push((rows()[0]?.dueAt ?? 0) - clock());
    // Not before its time.
    workers.look();
    await new Promise((turn) => setImmediate(turn));
    expect(tried).toHaveLength(attempt);
    ahead.ms += pauses.at(-1) ?? 0;
    workers.look();
  }
  await expect.poll(() => rows()[0]?.deadAt ?? null).not.toBeNull();
  expect(tried).toEqual([1, 2, 3, 4]);
  expect(rows()[0]?.lastError).toHaveLength(200);
  for (const [n, pause] of pauses.entries()) {
    expect(pause).toBeGreaterThan(5_000 * 2 ** n * 0.75 - 1_500);
    expect(pause).toBeLessThanOrEqual(5_000 * 2 ** n * 1.25);
  }
  ahead.ms += 86_400_000;
  workers.look();
  isUp = true;
  await mail(commit, 'a');
  await expect.poll(() => rows()).toEqual([]);
  expect(tried).toEqual([1, 2, 3, 4, 1]);
});

it('a job that is enqueued while it runs, runs once more', async () => {
  const gates = [gate(), gate()];
  let begun = 0;
  const { commit } = open({
    mail: {
      limit: 1,
      async run() {
        begun += 1;
        await gates[begun - 1]?.promise;
      },
    },
  });
  await mail(commit, 'a');
  await expect.poll(() => begun).toBe(1);
  await mail(commit, 'a');
  expect(begun).toBe(1);
  gates[0]?.resolve();
  await expect.poll(() => begun).toBe(2);
  gates[1]?.resolve();
  await expect.poll(() => rows()).toEqual([]);
  expect(begun).toBe(2);
});

it('two processes never run one job at once; after its lease the other takes it, and only one writes', async () => {
  const { promise: end, resolve } = gate();
  const ran: string[] = [];
  const kindsOf = (name: string): Kinds<Pick<TestPayloads, 'mail'>> => ({
    mail: {
      limit: 5,
      async run({ key }) {
        ran.push(`${name} ${key}`);
        if (name === 'first') await end;
        return async ({ tx }) => void (await tx.run(`INSERT INTO done (what) VALUES ('${name} ${key}')`));
      },
    },
  });
  const first = open(kindsOf('first'));
  const keys = ['a', 'b', 'c'];
  // The same log and the same writer, as two processes on one database have; each sees the jobs before the other has them.
  const second = createWorkers(kindsOf('second'), { ...first.deps, feed: createFeed() });
  await mail(first.commit, ...keys);
  second.look();
  await expect.poll(() => ran.length).toBe(3);
  expect(ran.map((one) => one.slice(-1)).toSorted()).toEqual(keys);
  const heldByFirst = ran.filter((one) => one.startsWith('first')).length;
  expect(heldByFirst).toBeGreaterThan(0);

  ahead.ms = LEASE_MS + 1_000;
  second.look();
  await expect.poll(() => rows()).toEqual([]);
  resolve();
  await expect.poll(() => ran.length).toBe(3 + heldByFirst);
  await second.stop();
  await first.workers.stop();
  const done = stored<{ what: string }>({ dataDir }, 'SELECT what FROM done').map(({ what }) => what);
  expect(done.toSorted()).toEqual(keys.map((key) => `second ${key}`));
});

it('a stop waits briefly for running jobs, starts no more, and gives back unfinished ones', async () => {
  const { promise: end, resolve } = gate();
  const aborted: string[] = [];
  const begun: string[] = [];
  const { commit, workers } = open({
    mail: {
      limit: 2,
      async run({ key, signal }) {
        begun.push(key);
        if (key === 'soon') return end;
        await once(signal, 'abort');
        aborted.push(key);
        throw new Error('Ended.');
      },
    },
  });
  await mail(commit, 'soon', 'never', 'waiting');
  await expect.poll(() => begun).toEqual(['soon', 'never']);
  const stopped = workers.stop();
  resolve();
  await stopped;
  expect(aborted).toEqual(['never']);
  expect(begun).toEqual(['soon', 'never']);
  expect(rows()).toMatchObject([
    { key: 'never', attempts: 0, leaseUntil: null, lastError: null },
    { key: 'waiting', attempts: 0 },
  ]);
});

it('a job killed in the middle runs again, and its writes happen once', async () => {
  const all = Array.from({ length: 12 }, (_, n) => `m${n}`);
  const { commit } = open({});
  await mail(commit, ...all);
  const seen: string[] = [];
  let kills = 0;
  for (; rows().length > 0; kills += 1) {
    const child = spawn(process.execPath, [alone, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    child.stdout.on('data', (lines: Buffer) => seen.push(...lines.toString().trim().split('\n')));
    const before = seen.length;
    await expect.poll(() => rows().length === 0 || seen.length >= before + 3, { interval: 1 }).toBe(true);
    child.kill('SIGKILL');
    await ended;
    // Half a minute later.
    sqlite('UPDATE jobs SET lease_until = 0 WHERE lease_until IS NOT NULL');
  }
  expect(kills).toBeGreaterThan(1);
  const done = stored<{ what: string }>({ dataDir }, 'SELECT what FROM done').map(({ what }) => what);
  expect(done.toSorted()).toEqual(all.toSorted());
  // Some ran twice: what is outside of the database must bear that.
  expect(new Set(seen)).toEqual(new Set(all));
});

it('a job that crashes the process at each attempt dies', async () => {
  const { commit, workers } = open({
    mail: { limit: 1, attempts: 2, run: () => Promise.reject(new Error('Not run.')) },
  });
  sqlite(`INSERT INTO jobs (id, kind, key, payload, due_at, created_at, attempts, holder, lease_until)
    VALUES ('j', 'mail', 'killer', '{}', 0, 0, 2, 'gone', 1)`);
  workers.look();
  await expect.poll(() => rows()[0]?.deadAt ?? null).not.toBeNull();
  expect(rows()).toMatchObject([{ key: 'killer', attempts: 2, lastError: expect.stringContaining('killed') }]);
  await commit(async () => {});
});

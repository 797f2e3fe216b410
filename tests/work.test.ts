import BetterSqlite from 'better-sqlite3';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { examine } from '../db/sqlite/doctor.ts';
import { storageFolder } from '../server/attachments/storage.ts';
import { DEAD_SHOWN, type Work } from '../server/jobs/contract.ts';
import { uuidv7 } from '../db/ids.ts';
import { addDeadJobs } from './support/dead-jobs.ts';
import { picture } from './support/files.ts';
import { indexed } from './support/indexed.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const read = async () => (await world.zoe.get<Work>('/api/work')).body;
const problems = async (): Promise<string[]> =>
  (await world.stranger.get<{ problems: string[] }>('/readyz')).body.problems;
const audited = (id: string) =>
  stored<{ action: string; actorId: string }>(
    world.desk,
    'SELECT action, actor_id AS actorId FROM audit_log WHERE target_id = ? ORDER BY id',
    id,
  );

/** A file that cannot be removed, because a folder has its name, and the job that fails for it. */
async function failsForGood(): Promise<{ id: string; mend: () => Promise<void> }> {
  const { jonas, desk } = world;
  const { id: ticketId } = await jonas.opens(`Files ${uuidv7()}`);
  const { body: sent } = await jonas.attaches(ticketId, await picture('gauge.png'));
  const [row] = stored<{ key: string }>(desk, 'SELECT storage_key AS key FROM attachments WHERE id = ?', sent.id);
  const key = row?.key ?? '';
  const path = join(storageFolder(desk.dataDir), key);
  await rm(path);
  await mkdir(join(path, 'inside'), { recursive: true });
  expect((await jonas.delete(`/api/attachments/${sent.id}`)).status).toBe(204);
  // Eight attempts, each as soon as its pause is over.
  await expect
    .poll(async () => {
      const [job] = stored<{ dueAt: number }>(desk, 'SELECT due_at AS dueAt FROM jobs WHERE key = ?', key);
      desk.ahead.ms = Math.max(desk.ahead.ms, (job?.dueAt ?? 0) - Date.now());
      return (await read()).dead.map((dead) => dead.key);
    })
    .toContain(key);
  return { id: key, mend: () => rm(path, { recursive: true }) };
}

it('the work page shows followers, jobs and timed work in their current state', async () => {
  await world.jonas.opens('Hello');
  await indexed(world.desk);
  const work = await read();
  expect(work.followers).toContainEqual({ name: 'search', behind: 0, oldestAt: null, lastError: null });
  expect(work.timed).toContainEqual({
    name: 'deadlines and snoozes',
    everyMs: 1_000,
    owner: 'one process',
    lastRunAt: expect.any(Number),
    tookMs: expect.any(Number),
    lastError: null,
  });
  expect(work.timed.find(({ name }) => name === 'stray files')).toMatchObject({ lastRunAt: null, tookMs: null });
  expect(await problems()).toEqual([]);
});

it('the work page shows a failed job, and an admin can run it again', async () => {
  const { zoe, desk } = world;
  const { id, mend } = await failsForGood();
  const work = await read();
  expect(work.jobs).toEqual([{ kind: 'files.remove', waiting: 0, running: 0, dead: 1, oldestAt: null }]);
  expect(work.dead).toMatchObject([
    {
      id,
      kind: 'files.remove',
      attempts: 8,
      lastError: expect.stringContaining('directory'),
      deadAt: expect.any(Number),
    },
  ]);
  expect(await problems()).toEqual(['1 jobs failed for good. See "Background work" at the desk.']);
  expect(examine(join(desk.dataDir, 'answerback.db')).map(({ problem }) => problem)).toContainEqual(
    expect.stringContaining('1 jobs of the kind files.remove failed for good'),
  );

  await mend();
  expect((await zoe.post(`/api/work/jobs/${id}/retry`, {})).status).toBe(204);
  await expect.poll(async () => (await read()).jobs).toEqual([]);
  expect(await problems()).toEqual([]);
  expect(audited(id)).toEqual([{ action: 'job.retried', actorId: zoe.id }]);
  // It is gone: there is nothing to run again.
  expect((await zoe.post(`/api/work/jobs/${id}/retry`, {})).status).toBe(404);
  expect(audited(id)).toHaveLength(1);
});

it('an admin can discard a failed job; other people and other jobs are refused', async () => {
  const { zoe, sol, ana, jonas, stranger, desk } = world;
  const { id } = await failsForGood();
  for (const [person, status] of [
    [stranger, 401],
    [jonas, 403],
    [ana, 403],
    [sol, 403],
  ] as const) {
    expect((await person.get('/api/work')).status).toBe(status);
    expect((await person.post(`/api/work/jobs/${id}/retry`, {})).status).toBe(status);
    expect((await person.delete(`/api/work/jobs/${id}`)).status).toBe(status);
  }
  expect((await read()).dead.map((job) => job.id)).toEqual([id]);
  expect((await zoe.delete(`/api/work/jobs/${uuidv7()}`)).status).toBe(404);
  expect((await zoe.delete('/api/work/jobs/%27%20OR%201%3D1')).status).toBe(422);

  const waiting = uuidv7();
  insert(desk.dataDir, waiting);
  expect(await zoe.delete(`/api/work/jobs/${waiting}`)).toMatchObject({
    status: 409,
    body: { error: { code: 'jobs.not_dead' } },
  });
  // It runs by itself, so this changes nothing.
  expect((await zoe.post(`/api/work/jobs/${waiting}/retry`, {})).status).toBe(204);
  expect(audited(waiting)).toEqual([]);
  expect((await read()).jobs).toContainEqual(expect.objectContaining({ kind: 'later.version', waiting: 1 }));

  expect((await zoe.delete(`/api/work/jobs/${id}`)).status).toBe(204);
  expect((await zoe.delete(`/api/work/jobs/${id}`)).status).toBe(404);
  expect(audited(id)).toEqual([{ action: 'job.discarded', actorId: zoe.id }]);
  expect((await read()).dead).toEqual([]);
});

it('the work page counts the failed jobs that its list leaves out', async () => {
  addDeadJobs(world.desk.dataDir, DEAD_SHOWN + 1);
  const { dead, jobs } = await read();
  expect([dead.length, dead[0]?.key]).toEqual([DEAD_SHOWN, `gone ${DEAD_SHOWN}`]);
  expect(jobs.find(({ kind }) => kind === 'files.remove')?.dead).toBe(DEAD_SHOWN + 1);
});

/** Of a kind that this version does not know: it waits for the one that does. */
function insert(dataDir: string, id: string) {
  const db = new BetterSqlite(join(dataDir, 'answerback.db'), { timeout: 5_000 });
  db.prepare(
    `INSERT INTO jobs (id, kind, key, payload, due_at, created_at) VALUES (?, 'later.version', 'k', '{}', 0, 0)`,
  ).run(id);
  db.close();
}

import BetterSqlite from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { events } from '../db/schema/events.ts';
import type { Commit } from '../server/commit.ts';
import type { Follower } from '../server/jobs/followers.ts';
import { databaseIn, makeData } from './load/data.ts';
import { stored } from './support/stored.ts';
import { openFollowers, taking, TAKEN } from './support/two-followers.ts';

const alone = fileURLToPath(new URL('support/two-followers.ts', import.meta.url));
const EVENTS = 400;

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

function prepare(messages: number) {
  makeData(dataDir, { customers: 5, staff: 1, tickets: 20, open: 5, messages });
  const db = new BetterSqlite(databaseIn(dataDir));
  db.exec(TAKEN);
  db.close();
}

const takenBy = (name: string) =>
  stored<{ event: number }>({ dataDir }, 'SELECT event FROM taken WHERE follower = ? ORDER BY n', name).map(
    ({ event }) => event,
  );
const position = (name: string) =>
  stored<{ position: number }>({ dataDir }, 'SELECT position FROM followers WHERE name = ?', name)[0]?.position ?? 0;
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

const happens = (commit: Commit) =>
  commit(async ({ tx, now, tell }) => {
    await tx
      .insert(events)
      .values({ ticketId: 't', customerId: 'c', type: 'ticket.aged', actorId: null, data: {}, at: now });
    tell({ kind: 'settings' });
  });

it('a follower handles each event once and in order, at its own pace, also after a kill in the middle', async () => {
  prepare(EVENTS);
  let kills = 0;
  for (let goal = 50; position('slow') < EVENTS; goal += 150) {
    const child = spawn(process.execPath, [alone, databaseIn(dataDir)], { stdio: 'inherit' });
    const ended = once(child, 'exit');
    await expect.poll(() => position('slow'), { interval: 20 }).toBeGreaterThanOrEqual(Math.min(goal, EVENTS));
    child.kill('SIGKILL');
    await ended;
    kills += 1;
    // What it wrote and how far it came are one transaction.
    for (const name of ['quick', 'slow']) expect(takenBy(name)).toEqual(upTo(position(name)));
    if (goal === 50) expect(position('quick')).toBeGreaterThan(position('slow'));
  }
  expect(kills).toBeGreaterThan(2);
  expect(takenBy('slow')).toEqual(upTo(EVENTS));
});

it('a follower wakes after a commit with events for it, and reports how far behind it is', async () => {
  prepare(20);
  const { db, commit, followers } = openFollowers(databaseIn(dataDir), [
    taking('old', 50),
    taking('new', 50, 'with the next event'),
  ]);
  expect(await followers.states()).toMatchObject([
    { name: 'old', position: 0, behind: 20, oldestAt: expect.any(Number) },
    { name: 'new', position: 0, behind: 20 },
  ]);
  await followers.start();
  await happens(commit);
  await happens(commit);
  await expect.poll(() => takenBy('old')).toEqual(upTo(22));
  // What happened before there was this follower is not for it.
  await expect.poll(() => takenBy('new')).toEqual([21, 22]);
  expect(await followers.states()).toMatchObject([
    { position: 22, behind: 0, oldestAt: null, lastError: null },
    { position: 22, behind: 0 },
  ]);
  followers.stop();
  await commit.close();
  db.close();
});

it('a failing follower rolls back, stops before the failing event, and delays no other follower', async () => {
  prepare(20);
  let mended = false;
  const patient = taking('failing', 8);
  const failing: Follower = {
    ...patient,
    async handle(unit, batch) {
      await patient.handle(unit, batch);
      if (!mended && batch.after < 5 && batch.upTo >= 5) throw new Error('Not this one.');
    },
  };
  const { db, commit, followers } = openFollowers(databaseIn(dataDir), [failing, taking('well', 8)]);
  await followers.start();
  await expect.poll(() => takenBy('well')).toEqual(upTo(20));
  await expect.poll(() => takenBy('failing')).toEqual(upTo(4));
  expect((await followers.states())[0]).toMatchObject({ position: 4, behind: 16, lastError: 'Not this one.' });
  mended = true;
  await expect.poll(() => takenBy('failing')).toEqual(upTo(20));
  expect((await followers.states())[0]).toMatchObject({ behind: 0, lastError: null });
  followers.stop();
  await commit.close();
  db.close();
});

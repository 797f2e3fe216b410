import BetterSqlite from 'better-sqlite3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connect } from '../db/sqlite/connection.ts';
import { createCommit } from '../server/commit.ts';
import { advance } from '../server/jobs/followers.ts';
import { indexing } from '../server/search/indexing.ts';
import { databaseIn, makeData, staffCookie } from './load/data.ts';
import { freePort, startChild } from './support/child.ts';
import { finds, indexed, search } from './support/indexed.ts';
import { Person } from './support/person.ts';
import { stored } from './support/stored.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const MESSAGES = 6_000;
const text = (n: number) => `Line ${n} of ${n % 2 ? 'odd' : 'even'} ones`;
const shape = { customers: 10, staff: 2, tickets: 100, open: 10, messages: MESSAGES, text };
const position = () =>
  stored<{ position: number }>({ dataDir }, `SELECT position FROM followers WHERE name = 'search'`)[0]?.position ?? 0;

it('the follower fills a missing index while the server runs, and continues after a kill', async () => {
  makeData(dataDir, shape);
  expect(position()).toBe(0);
  const port = await freePort();
  let server = await startChild({ dataDir, port, env: { LOG_LEVEL: 'info' } });
  const ana = Object.assign(new Person(server.url), { cookie: staffCookie(0) });
  // What it does not hold yet is not denied, but told.
  const { body } = await search(ana, `line`);
  expect(body.indexed).toBeLessThan(1);
  await expect.poll(position, { interval: 5 }).toBeGreaterThan(500);
  await server.kill('SIGKILL');
  expect(position()).toBeLessThan(MESSAGES);

  server = await startChild({ dataDir, port, env: { LOG_LEVEL: 'info' } });
  await indexed({ dataDir });
  expect((await search(ana, 'line')).body.indexed).toBe(1);
  for (const n of [1, 500, 501, 3_000, MESSAGES]) expect(await finds(ana, `"line ${n} of"`)).toHaveLength(1);
  const held = stored<{ n: number }>(
    { dataDir },
    `SELECT count(*) AS n FROM conversation_search WHERE conversation_search MATCH 'line'`,
  );
  expect(held).toEqual([{ n: MESSAGES }]);
  expect(server.output()).toContain('a follower has caught up');
  await server.kill('SIGTERM');
});

it('indexing is rolled back with a failed unit, and repeated', async () => {
  makeData(dataDir, shape);
  const db = connect(databaseIn(dataDir));
  const commit = createCommit({ writer: db.writer, clock: Date.now, publish: () => {}, onFatal: () => {} });
  const follower = indexing(db.searchIndex);
  const broken = commit(async (unit) => {
    await advance(unit, follower, 100);
    throw new Error('No.');
  });
  await expect(broken).rejects.toThrow('No.');
  expect(position()).toBe(0);
  // In one group, where a unit behind it fails and is undone alone.
  const group = [commit((unit) => advance(unit, follower, 100)), commit(() => Promise.reject(new Error('Nor this.')))];
  expect((await Promise.allSettled(group)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(position()).toBe(100);
  db.close();
  const sqlite = new BetterSqlite(databaseIn(dataDir));
  const found = sqlite
    .prepare(`SELECT count(*) FROM conversation_search WHERE conversation_search MATCH 'line'`)
    .pluck();
  expect(found.get()).toBe(100);
  sqlite.exec(`INSERT INTO conversation_search (conversation_search) VALUES ('integrity-check')`);
  sqlite.close();
});

it('the index is read newest first, page by page, without reading or sorting all matches', () => {
  makeData(dataDir, { ...shape, messages: 200 });
  const plan = stored<{ detail: string }>(
    { dataDir },
    `EXPLAIN QUERY PLAN SELECT s.rowid FROM conversation_search s CROSS JOIN events e ON e.id = s.rowid
       CROSS JOIN messages m ON m.id = e.subject_id
     WHERE conversation_search MATCH 'line' AND s.rowid < 150 ORDER BY s.rowid DESC`,
  ).map(({ detail }) => detail);
  // M: by the words; <: from the key on; no b-tree to sort in.
  expect(plan[0]).toMatch(/VIRTUAL TABLE INDEX \d+:.*M.*</u);
  expect(plan.join()).not.toContain('TEMP B-TREE');
  expect(plan.slice(1).every((step) => step.startsWith('SEARCH'))).toBe(true);
});

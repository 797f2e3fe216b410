import BetterSqlite from 'better-sqlite3';
import { eq, sql } from 'drizzle-orm';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../db/sqlite/connection.ts';
import type { Connections } from '../db/database.ts';
import { migrate } from '../db/sqlite/migrate.ts';
import { meta } from '../db/schema/settings.ts';
import type { TicketNews } from '../server/feed.ts';
import { type Commit, createCommit, type Unit } from '../server/commit.ts';

let folder: string;
let db: Connections;
let commit: Commit;
let options: Parameters<typeof createCommit>[0];
let told: TicketNews[];
let commits: number;
let order: string[];
let fatal: unknown[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answerback-'));
  const file = join(folder, 'answerback.db');
  migrate(file);
  db = connect(file);
  [told, commits, order, fatal] = [[], 0, [], []];
  const counted = {
    ...db.writer,
    get inTransaction() {
      return db.writer.inTransaction;
    },
    async commit() {
      const changed = await db.writer.commit();
      commits += 1;
      order.push('committed');
      return changed;
    },
  };
  options = {
    writer: counted,
    clock: () => 1,
    publish: (group) => {
      told.push(...group.filter((one) => one.kind === 'ticket'));
      if (group.length > 0) order.push('published');
    },
    onFatal: (error) => fatal.push(error),
  };
  commit = createCommit(options);
});

afterEach(async () => {
  expect(fatal).toEqual([]);
  db.close();
  await rm(folder, { recursive: true, force: true });
});

const fact = (id: string): TicketNews => ({ kind: 'ticket', ticketId: id, customerId: 'c', events: [], ticket: null });
const write =
  (key: string, value = 'x') =>
  async (unit: Unit) => {
    await unit.tx.insert(meta).values({ key, value });
    unit.tell(fact(key));
    return key;
  };
const stored = async (key: string) => (await db.reader.select().from(meta).where(eq(meta.key, key))).length === 1;

describe('the write path', () => {
  it('groups many writers into few fsyncs', async () => {
    const keys = Array.from({ length: 50 }, (_, i) => `k${i}`);
    await Promise.all(keys.map((key) => commit(write(key))));
    expect(commits).toBeLessThan(10);
    expect(await Promise.all(keys.map(stored))).not.toContain(false);
  });

  it('does not make the first of many slow units wait for the last, and keeps their order', async () => {
    const answers: string[] = [];
    const slow = (key: string) => async (unit: Unit) => {
      for (const until = performance.now() + 15; performance.now() < until;);
      return write(key)(unit);
    };
    await Promise.all(['a', 'b', 'c'].map(async (key) => answers.push(await commit(slow(key)))));
    expect(answers).toEqual(['a', 'b', 'c']);
    expect(told.map(({ ticketId }) => ticketId)).toEqual(['a', 'b', 'c']);
    expect(order.indexOf('published')).toBeLessThan(order.lastIndexOf('committed'));
  });

  it('answers and publishes only after COMMIT returned', async () => {
    const answered = commit(write('a')).then(() => order.push('answered'));
    await answered;
    expect(order).toEqual(['committed', 'published', 'answered']);
  });

  it('rolls back only the failing unit, and publishes nothing for it', async () => {
    const results = await Promise.allSettled([
      commit(write('a')),
      commit(async (unit) => {
        await write('b')(unit);
        throw new Error('no');
      }),
      commit(write('c')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect([await stored('a'), await stored('b'), await stored('c')]).toEqual([true, false, true]);
    expect(told.map(({ ticketId }) => ticketId)).toEqual(['a', 'c']);
  });

  it('stores, answers and publishes none of four when the disk is full in the second', async () => {
    // One group of four, however slow this machine is.
    commit = createCommit({ ...options, groupMs: Infinity });
    const [pages] = await db.writer.db.all<{ page_count: number }>(sql`PRAGMA page_count`);
    await db.writer.db.all(sql.raw(`PRAGMA max_page_count = ${(pages?.page_count ?? 0) + 2}`));
    const results = await Promise.allSettled([
      commit(write('a')),
      commit(write('b', 'x'.repeat(200_000))),
      commit(write('c')),
      commit(write('d')),
    ]);
    expect(results.map((result) => result.status === 'rejected' && result.reason.code)).toEqual([
      'full',
      'full',
      'full',
      'full',
    ]);
    expect(await Promise.all(['a', 'b', 'c', 'd'].map(stored))).toEqual([false, false, false, false]);
    expect(told).toEqual([]);

    await db.writer.db.all(sql.raw('PRAGMA max_page_count = 1000000'));
    expect(await commit(write('e'))).toBe('e');
    expect(await stored('e')).toBe(true);
  });

  it('answers busy while another process holds the lock, and stores the next unit', async () => {
    await db.writer.db.all(sql`PRAGMA busy_timeout = 0`);
    const other = new BetterSqlite(join(folder, 'answerback.db'));
    other.exec('BEGIN IMMEDIATE');
    await expect(commit(write('a'))).rejects.toMatchObject({ status: 503, code: 'busy' });
    other.exec('ROLLBACK');
    other.close();
    expect([await stored('a'), told]).toEqual([false, []]);
    expect(await commit(write('b'))).toBe('b');
  });

  it('stores and answers nothing of a group in which the disk failed, and reports a fatal error', async () => {
    const failed = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' });
    const results = await Promise.allSettled([
      commit(write('a')),
      commit(async () => {
        throw new Error('wrapped', { cause: failed });
      }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect([await stored('a'), told]).toEqual([false, []]);
    expect(fatal.splice(0)).toMatchObject([{ cause: failed }]);
  });

  it('rolls back only the unit that read a corrupt page', async () => {
    const malformed = Object.assign(new Error('malformed'), { code: 'SQLITE_CORRUPT_VTAB' });
    const failing = commit(async () => {
      throw malformed;
    });
    const results = await Promise.allSettled([failing, commit(write('a'))]);
    expect(results).toEqual([
      { status: 'rejected', reason: malformed },
      { status: 'fulfilled', value: 'a' },
    ]);
  });

  it('reports a fatal error if COMMIT fails on a corrupt page', async () => {
    const malformed = Object.assign(new Error('malformed'), { code: 'SQLITE_CORRUPT' });
    const breaking = { ...options.writer, inTransaction: true, commit: () => Promise.reject(malformed) };
    const failing = createCommit({ ...options, writer: breaking });
    await expect(failing(async () => 'a')).rejects.toBe(malformed);
    expect(fatal.splice(0)).toEqual([malformed]);
  });

  it('publishes before any caller resolves, and only for units that succeeded', async () => {
    const unit =
      (name: string, fails: boolean) =>
      async ({ tell }: Unit) => {
        tell(fact(name));
        if (fails) throw new Error('no');
      };
    const first = commit(unit('kept', false)).then(() => order.push('answered'));
    await Promise.allSettled([first, commit(unit('undone', true))]);
    expect(order).toEqual(['committed', 'published', 'answered']);
    expect(told).toEqual([fact('kept')]);
  });

  it('finishes running units when it closes, and refuses new ones', async () => {
    const underWay = commit(write('a'));
    const closing = commit.close();
    await expect(commit(write('b'))).rejects.toMatchObject({ code: 'stopping' });
    await closing;
    expect(await underWay).toBe('a');
  });
});

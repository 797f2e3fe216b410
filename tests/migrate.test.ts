import BetterSqlite from 'better-sqlite3';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../db/sqlite/migrate.ts';
import { drizzle } from '#dialect';
import { tickets } from '../db/schema/tickets.ts';
import { TRIGGERS } from '../db/triggers.ts';
import { standingAt } from '../server/tickets/deadlines.ts';
import { makeData } from './load/data.ts';
import { downgrade } from './support/downgrade.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answerback-'));
  file = join(folder, 'answerback.db');
});
afterEach(() => rm(folder, { recursive: true }));

function within<T>(path: string, work: (db: BetterSqlite.Database) => T): T {
  const db = new BetterSqlite(path);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

const MIGRATIONS = '__drizzle_migrations';

describe('a migration', () => {
  it('creates a new database, and does nothing the second time', () => {
    expect(migrate(file)).toBeNull();
    const epoch = () => within(file, (db) => db.prepare(`SELECT value FROM meta WHERE key = 'epoch'`).pluck().get());
    const first = epoch();
    expect(first).toMatch(/^[\da-f-]{36}$/u);
    expect(migrate(file)).toBeNull();
    expect(epoch()).toBe(first);
  });

  it('makes the triggers that db/triggers.ts lists, and no other', () => {
    migrate(file);
    const made = within(file, (db) =>
      db.prepare(`SELECT tbl_name AS "table", name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1, 2`).all(),
    );
    expect(TRIGGERS.map(({ name, table }) => ({ table, name }))).toEqual(made);
  });

  it('copies the old database, and keeps changes that an admin made', async () => {
    migrate(file);
    within(file, (db) => db.exec(`UPDATE statuses SET name = 'Done' WHERE code = 'resolved'`));
    downgrade(file);
    const copy = migrate(file) ?? '';
    expect((await readdir(join(folder, 'snapshots'))).map((name) => join(folder, 'snapshots', name))).toEqual([copy]);
    const name = (path: string) =>
      within(path, (db) => db.prepare(`SELECT name FROM statuses WHERE code = 'resolved'`).pluck().get());
    expect([name(copy), name(file)]).toEqual(['Done', 'Done']);
    expect(within(copy, (db) => db.pragma('integrity_check', { simple: true }))).toBe('ok');
  });

  it('computes every deadline like the server', () => {
    makeData(folder, { customers: 4, staff: 1, tickets: 40, open: 20, messages: 80 });
    downgrade(file);
    migrate(file);
    const rows = within(file, (db) => drizzle(db, { casing: 'snake_case' }).select().from(tickets).all());
    expect(rows).toHaveLength(40);
    const now = Date.now();
    for (const row of rows) {
      const { dueAt, breached, importance, nextMoveAt } = row;
      expect({ dueAt, breached, importance, nextMoveAt }).toEqual(standingAt(row, now));
    }
  });

  it('gives tickets of the widget the site of their visitor', async () => {
    makeData(folder, { customers: 4, staff: 1, tickets: 40, open: 20, messages: 80 });
    const script = await readFile(new URL('../db/migrations/0047_site_of_a_ticket.sql', import.meta.url), 'utf8');
    const sites = within(file, (db) => {
      db.exec(`
        INSERT INTO sites (id, key, name, origins, look, created_at, updated_at) VALUES ('shop', 'k', 'Shop', '[]', '{}', 1, 1);
        INSERT INTO visitors (user_id, site_id, seen_at) SELECT DISTINCT customer_id, 'shop', 1 FROM tickets;
        UPDATE tickets SET channel = CASE WHEN number % 2 = 0 THEN 'widget' ELSE 'portal' END;
        ALTER TABLE tickets DROP COLUMN site_id;
      `);
      db.exec(script);
      return db.prepare('SELECT channel, site_id AS site, count(*) AS n FROM tickets GROUP BY 1, 2 ORDER BY 1').all();
    });
    expect(sites).toEqual([
      { channel: 'portal', site: null, n: 20 },
      { channel: 'widget', site: 'shop', n: 20 },
    ]);
  });

  it('does not touch a database of a newer version', () => {
    migrate(file);
    within(file, (db) => db.exec(`INSERT INTO ${MIGRATIONS} (hash, created_at) VALUES ('later', 9999999999999)`));
    expect(() => migrate(file)).toThrow('written by a newer version');
  });

  it('leaves everything unchanged when it fails', () => {
    migrate(file);
    const applied = () => within(file, (db) => db.prepare(`SELECT count(*) FROM ${MIGRATIONS}`).pluck().get());
    downgrade(file);
    // Of the name that the second migration wants to give.
    within(file, (db) => db.exec('CREATE TRIGGER audit_log_keeps AFTER INSERT ON audit_log BEGIN SELECT 1; END'));
    expect(() => migrate(file)).toThrow('audit_log_keeps');
    expect(applied()).toBe(1);
    expect(within(file, (db) => db.prepare('SELECT count(*) FROM statuses').pluck().get())).toBe(6);
  });
});

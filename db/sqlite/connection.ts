import BetterSqlite from 'better-sqlite3';
import { drizzle } from '#dialect';
import type { ChangedList, Connections, Db, Trouble, Writer } from '../database.ts';
import { searchIndexOver } from './search-index.ts';

/** The first version with the fix for the WAL reset bug. */
const SQLITE_MIN = [3, 51, 3] as const;

export function connect(file: string): Connections {
  const writing = open(file, { readonly: false });
  assertDurable(writing);
  const reading = open(file, { readonly: true });
  const snapshot = open(file, { readonly: true });
  const [begin, end] = [snapshot.sqlite.prepare('BEGIN'), snapshot.sqlite.prepare('COMMIT')];
  let last: Promise<unknown> = Promise.resolve();

  return {
    writer: writerOver(writing),
    reader: reading.db,
    searchIndex: searchIndexOver(writing.sqlite),
    readSnapshot(work) {
      const mine = last.then(async () => {
        begin.run();
        try {
          return await work(snapshot.db);
        } finally {
          end.run();
        }
      });
      last = mine.catch(() => {});
      return mine;
    },
    close() {
      for (const connection of [reading, snapshot]) connection.sqlite.close();
      writing.sqlite.pragma('wal_checkpoint(TRUNCATE)');
      writing.sqlite.close();
    },
  };
}

/** A read-only connection for a worker thread: sees every commit at once. */
export const openReader = (file: string): Db => open(file, { readonly: true }).db;

type Reading = ReturnType<typeof open>;

function open(file: string, { readonly }: { readonly: boolean }) {
  const sqlite = new BetterSqlite(file, { readonly, timeout: 5_000 });
  if (!readonly) {
    sqlite.pragma('journal_mode = WAL');
    // Every COMMIT waits for its fsync: acknowledged means on disk.
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('journal_size_limit = 67108864');
    // No checkpoint inside COMMIT: db/sqlite/checkpoint.ts runs them in a thread.
    sqlite.pragma('wal_autocheckpoint = 0');
  }
  return { sqlite, db: drizzle(sqlite, { casing: 'snake_case' }) };
}

function assertDurable({ sqlite }: Reading) {
  const version = String(sqlite.prepare('SELECT sqlite_version()').pluck().get());
  const parts = version.split('.').map(Number);
  const behind = SQLITE_MIN.findIndex((floor, i) => (parts[i] ?? 0) !== floor);
  if (behind >= 0 && (parts[behind] ?? 0) < (SQLITE_MIN[behind] ?? 0)) {
    throw new Error(`SQLite ${version} is too old, ${SQLITE_MIN.join('.')} or newer is needed. Run npm ci again.`);
  }
  const mode = sqlite.pragma('journal_mode', { simple: true });
  if (mode !== 'wal')
    throw new Error(`The database is in ${String(mode)} mode instead of WAL. Is it on a network disk?`);
  if (sqlite.pragma('synchronous', { simple: true }) !== 2)
    throw new Error('SQLite did not accept synchronous = FULL, so commits would not wait for the disk.');
}

function writerOver({ sqlite, db }: Reading): Writer {
  const run = (source: string) => {
    const statement = sqlite.prepare(source);
    return () => void statement.run();
  };
  const [begin, end, rollback] = [run('BEGIN IMMEDIATE'), run('COMMIT'), run('ROLLBACK')];
  const [undo, release] = [run('ROLLBACK TO unit'), run('RELEASE unit')];
  const stamp = (name: 'lists' | 'rights') => {
    const statement = sqlite.prepare<[], number>(`SELECT value FROM counters WHERE name = '${name}'`).pluck();
    return () => statement.get() ?? 0;
  };
  const [rightsNow, listsNow] = [stamp('rights'), stamp('lists')];
  const listsSince = sqlite.prepare<[number], ChangedList>('SELECT list, owner FROM list_versions WHERE version > ?');
  let rights = rightsNow();
  let lists = listsNow();
  return {
    db,
    begin: async () => begin(),
    async commit() {
      const now = { rights: rightsNow(), lists: listsNow() };
      end();
      rights = now.rights;
      if (lists === now.lists) return [];
      const changed = listsSince.all(lists);
      lists = now.lists;
      return changed;
    },
    rightsNow,
    checkpoint: () => void sqlite.pragma('wal_checkpoint(PASSIVE)'),
    get rights() {
      return rights;
    },
    rollback: async () => rollback(),
    savepoint: run('SAVEPOINT unit'),
    release,
    undo() {
      undo();
      release();
    },
    get inTransaction() {
      return sqlite.inTransaction;
    },
    troubleOf,
  };
}

function troubleOf(error: unknown): Trouble | null {
  const code = sqliteCode(error);
  if (code === 'SQLITE_FULL') return 'full';
  if (code?.startsWith('SQLITE_BUSY')) return 'again';
  if (code?.startsWith('SQLITE_CORRUPT')) return 'broken';
  return code?.startsWith('SQLITE_IOERR') ? 'fatal' : null;
}

/** SQLite's code of an error, such as `SQLITE_FULL`; also searches the causes of the error. */
export function sqliteCode(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && at.code.startsWith('SQLITE_')) return at.code;
  }
  return undefined;
}

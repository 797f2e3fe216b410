/** The interface to the database, the same for every database. */
import { compiled, type Database } from '#dialect';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { SearchIndex } from './search.ts';

export type Db = Database;

/**
 * The database's part in an error. `full`: the disk is full. `again`: the same work may succeed a moment later, for example
 * when another process holds the lock. `fatal`: the disk failed, and the process must end. `broken`: a page is corrupt. This
 * fails only the unit that read the page; but if BEGIN or COMMIT fails with it, the process must end.
 */
export type Trouble = 'full' | 'again' | 'fatal' | 'broken';

/** A list by its name in `list_versions`. `owner` is empty for a shared list. */
export interface ChangedList {
  list: string;
  owner: string;
}

/** The one writer. `inTransaction` becomes false when the database itself rolled back, for example on a full disk. */
export interface Writer {
  db: Db;
  begin(): Promise<void>;
  /** Resolves when the transaction is on disk, with the lists that it changed. */
  commit(): Promise<ChangedList[]>;
  rollback(): Promise<void>;
  savepoint(): void;
  release(): void;
  /** Rolls back everything since `savepoint`, and releases the savepoint. */
  undo(): void;
  readonly inTransaction: boolean;
  /** Null if the unit itself failed, by a constraint or a bug. Unwraps the causes of the error. */
  troubleOf(error: unknown): Trouble | null;
  /** A counter that grows with every change of anybody's rights, as of the last COMMIT. */
  readonly rights: number;
  /** The same counter, as the open transaction sees it. */
  rightsNow(): number;
  /** Copies the rest of the write-ahead log into the database. Not inside a transaction. */
  checkpoint(): void;
}

export interface Connections {
  writer: Writer;
  /** Read-only, never in a transaction, so every statement sees the newest commit. */
  reader: Db;
  /** `work` reads from one snapshot. Await only queries in it: all calls share one connection, one after the other. */
  readSnapshot<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** The writer's connection writes it. */
  searchIndex: SearchIndex;
  /** Checkpoints the log and closes all connections. */
  close(): void;
}

/** Copies the write-ahead log into the database, off the commit path. */
export interface Checkpoints {
  /** The size of the log at the last look. */
  readonly bytes: number;
  /** Call it twice a second. */
  look(): void;
  stop(): Promise<void>;
}

/** The storage of limits that survive a restart. */
export interface LimitsStore {
  limiter(limit: { name: string; points: number; seconds: number }): Promise<RateLimiterAbstract>;
  close(): void;
}

interface Preparable {
  prepare(): unknown;
}
type Prepared<Q extends Preparable> = ReturnType<Q['prepare']>;

/** A statement, compiled once per connection: `const byId = prepared((db) => db.select()…); byId(tx).execute({ id })`. */
export function prepared<Q extends Preparable>(query: (db: Db) => Q): (db: Db) => Prepared<Q> {
  const statements = new WeakMap<Db, Prepared<Q>>();
  return (db) => {
    const known = statements.get(db);
    if (known) return known;
    const made = query(db).prepare();
    // The only cast: `compiled` answers with the same rows as the builder's own query.
    const statement = (compiled(made) ?? made) as Prepared<Q>;
    statements.set(db, statement);
    return statement;
  };
}

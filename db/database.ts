/** What the rest of the code sees of a database, whichever it is. */
import { compiled, type Database } from '#dialect';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { SearchIndex } from './search.ts';

export type Db = Database;

/**
 * What an error says of the database rather than of one unit of work. `full`: there is no room. `again`: the same work may
 * succeed a moment later, as when another process holds the lock. `fatal`: the disk does not do what it says, and the process
 * must end. `broken`: a page makes no sense. That fails the unit which touched it, and nobody else's; but where the database
 * cannot begin or commit for it, the process must end.
 */
export type Trouble = 'full' | 'again' | 'fatal' | 'broken';

/** A list by its name in `list_versions`, and whose it is; empty for one that many people share. */
export interface ChangedList {
  list: string;
  owner: string;
}

/** The one writer. `inTransaction` turns false by itself where the database rolled everything back, as on a full disk. */
export interface Writer {
  db: Db;
  begin(): Promise<void>;
  /** Resolves when the disk has it, with the shared lists that the transaction changed. */
  commit(): Promise<ChangedList[]>;
  rollback(): Promise<void>;
  savepoint(): void;
  release(): void;
  /** Undoes everything since `savepoint`, and ends it. */
  undo(): void;
  readonly inTransaction: boolean;
  /** Null where the error is the unit's own: a broken constraint, a bug. Looks through whatever wraps it. */
  troubleOf(error: unknown): Trouble | null;
  /** Counts up with every change of who may do what, as the last COMMIT left it. */
  readonly rights: number;
  /** The same, as the transaction under way sees it. */
  rightsNow(): number;
  /** Copies into the database what is left of the log; not inside a transaction. */
  checkpoint(): void;
}

export interface Connections {
  writer: Writer;
  /** Read-only, never in a transaction, so every statement sees the newest commit. */
  reader: Db;
  /** Everything that `work` reads is of one moment. Await nothing in it but the queries; one at a time has the connection. */
  readSnapshot<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** Written by the writer. */
  searchIndex: SearchIndex;
  /** Checkpoints the log and closes. */
  close(): void;
}

/** Copies what is left of the log into the database, off the commit path. */
export interface Checkpoints {
  /** How large the log was when it was last looked at. */
  readonly bytes: number;
  /** To be called twice a second. */
  look(): void;
  stop(): Promise<void>;
}

/** Where limits are counted that outlive a restart. */
export interface LimitsStore {
  limiter(limit: { name: string; points: number; seconds: number }): Promise<RateLimiterAbstract>;
  close(): void;
}

interface Preparable {
  prepare(): unknown;
}
type Prepared<Q extends Preparable> = ReturnType<Q['prepare']>;

/** A statement that is compiled once for each connection: `const byId = prepared((db) => db.select()…); byId(tx).execute({ id })`. */
export function prepared<Q extends Preparable>(query: (db: Db) => Q): (db: Db) => Prepared<Q> {
  const statements = new WeakMap<Db, Prepared<Q>>();
  return (db) => {
    const known = statements.get(db);
    if (known) return known;
    const made = query(db).prepare();
    // The one place where the builder's own return type is given back to it.
    const statement = (compiled(made) ?? made) as Prepared<Q>;
    statements.set(db, statement);
    return statement;
  };
}

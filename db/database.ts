/** What the rest of the code sees of a database, whichever it is. */
import { compiled, type Database } from '#dialect';
import type { SearchIndex } from './sqlite/search-index.ts';

export type Db = Database;

/** The one writer. `inTransaction` turns false by itself where SQLite rolled everything back, as on a full disk. */
export interface Writer {
  db: Db;
  begin(): void;
  commit(): void;
  rollback(): void;
  savepoint(): void;
  release(): void;
  /** Undoes everything since `savepoint`, and ends it. */
  undo(): void;
  readonly inTransaction: boolean;
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

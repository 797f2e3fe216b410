/**
 * Loaded into a server before its own code (`--import`): what a test wants to go wrong inside it, as FAULT says in JSON.
 * The product itself knows nothing of it.
 */
import BetterSqlite from 'better-sqlite3';

export interface Fault {
  /** Kill this process at its n-th COMMIT: just before it runs, or after it returned and before anybody is told. */
  kill?: { when: 'before' | 'after'; nth: number };
  /** Kill it before its n-th statement of all. */
  killInMigration?: number;
  /** Do not wait for the disk: the control run, which must lose something. */
  careless?: true;
}

const fault = JSON.parse(process.env['FAULT'] ?? '{}') as Fault;
const die = () => process.kill(process.pid, 'SIGKILL');

type Run = (...args: unknown[]) => unknown;
const { prepare, pragma } = BetterSqlite.prototype;

let [commits, statements] = [0, 0];
BetterSqlite.prototype.prepare = function (this: BetterSqlite.Database, source: string) {
  statements += 1;
  if (statements === fault.killInMigration) die();
  const statement = prepare.call(this, source);
  if (fault.kill && source === 'COMMIT') {
    const { when, nth } = fault.kill;
    const run = statement.run.bind(statement) as Run;
    const counted: Run = (...args) => {
      commits += 1;
      if (commits === nth && when === 'before') die();
      const result = run(...args);
      if (commits === nth && when === 'after') die();
      return result;
    };
    Object.defineProperty(statement, 'run', { value: counted });
  }
  return statement;
} as typeof prepare;

BetterSqlite.prototype.pragma = function (this: BetterSqlite.Database, source: string, options?: object) {
  if (fault.careless && source === 'synchronous = FULL') return pragma.call(this, 'synchronous = OFF');
  if (fault.careless && source === 'synchronous') return 2;
  return pragma.call(this, source, options as never);
} as typeof pragma;

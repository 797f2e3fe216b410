import BetterSqlite from 'better-sqlite3';
import { RateLimiterSQLite } from 'rate-limiter-flexible';
import type { LimitsStore } from '../database.ts';

/** A separate file, so that limits do not wait for the database's writer. It may lose data in a power cut. */
export function openLimitsStore(file: string): LimitsStore {
  const store = new BetterSqlite(file);
  store.pragma('journal_mode = WAL');
  store.pragma('synchronous = OFF');
  return {
    limiter: ({ name, points, seconds }) =>
      new Promise((resolve, reject) => {
        const options = {
          storeClient: store,
          storeType: 'better-sqlite3',
          tableName: 'limits',
          keyPrefix: name,
          points,
          duration: seconds,
        };
        const limiter = new RateLimiterSQLite(options, (error?: Error) => (error ? reject(error) : resolve(limiter)));
      }),
    close: () => void store.close(),
  };
}

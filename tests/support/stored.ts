import BetterSqlite from 'better-sqlite3';
import { join } from 'node:path';

/** The database itself, past every line of ours. */
export function stored<T = Record<string, unknown>>(
  desk: { dataDir: string },
  query: string,
  ...values: unknown[]
): T[] {
  const file = new BetterSqlite(join(desk.dataDir, 'answerback.db'), { readonly: true });
  try {
    return file.prepare(query).all(...values) as T[];
  } finally {
    file.close();
  }
}

export interface StoredMessage {
  id: string;
  ticketId: string;
  seq: number;
}
/** Every message, ticket by ticket in the order of `seq`. */
export const storedMessages = (dataDir: string) =>
  stored<StoredMessage>({ dataDir }, 'SELECT id, ticket_id AS ticketId, seq FROM messages ORDER BY ticket_id, seq');

/** B0 and B3: what the disk and SQLite alone can do, for scale. */
import BetterSqlite from 'better-sqlite3';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { databaseIn, makeData, ticketId, customerId } from '../data.ts';
import { type Bench, row, type Row } from '../report.ts';

export async function diskRows(bench: Bench): Promise<Row[]> {
  const dataDir = join(bench.folder, 'disk');
  makeData(dataDir, { customers: 1, staff: 0, tickets: 1, open: 1, messages: 1 });
  const seconds = bench.quick ? 0.3 : 1;
  const appends: number[] = [];
  const inserts = new Map<number, number[]>([1, 8, 64].map((group) => [group, []]));
  for (let repeat = 0; repeat < bench.repeats; repeat += 1) {
    appends.push(appendsPerSecond(join(dataDir, 'append'), seconds));
    for (const [group, values] of inserts) values.push(insertsPerSecond(dataDir, { group, seconds, repeat }));
  }
  return [
    row({ id: 'B0', name: '4 KiB append and fdatasync', unit: '/s', values: appends }),
    ...[...inserts].map(([group, values]) =>
      row({ id: 'B3', name: `raw inserts, groups of ${group}, FULL`, unit: '/s', values }),
    ),
  ];
}

function appendsPerSecond(file: string, seconds: number): number {
  const page = Buffer.alloc(4_096, 1);
  const fd = openSync(file, 'a');
  const began = performance.now();
  let n = 0;
  for (; performance.now() - began < seconds * 1_000; n += 1) {
    writeSync(fd, page);
    fdatasyncSync(fd);
  }
  closeSync(fd);
  return n / ((performance.now() - began) / 1_000);
}

function insertsPerSecond(
  dataDir: string,
  { group, seconds, repeat }: { group: number; seconds: number; repeat: number },
) {
  const db = new BetterSqlite(databaseIn(dataDir));
  db.pragma('synchronous = FULL');
  const insert = db.prepare(
    `INSERT INTO messages (id, ticket_id, event_id, author_id, body, created_at, seq, sent_hash) VALUES (?, ?, ?, ?, 'x', 1, ?, '')`,
  );
  let last = Number(db.prepare('SELECT max(event_id) FROM messages').pluck().get());
  const began = performance.now();
  let n = 0;
  for (; performance.now() - began < seconds * 1_000; n += group) {
    db.exec('BEGIN IMMEDIATE');
    for (let i = 0; i < group; i += 1) {
      last += 1;
      insert.run(`${group}-${repeat}-${last}`, ticketId(0), last, customerId(0), last);
    }
    db.exec('COMMIT');
  }
  db.close();
  return n / ((performance.now() - began) / 1_000);
}

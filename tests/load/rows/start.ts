/** T15: what it takes to be there: memory when nobody is, and the time from nothing to the first accepted message. */
import BetterSqlite from 'better-sqlite3';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from '../../../db/ids.ts';
import { freePort } from '../../support/child.ts';
import { customerCookie, databaseIn, makeData, ticketId } from '../data.ts';
import { openHttp } from '../http.ts';
import { startProduct } from '../processes.ts';
import { type Bench, row, type Row } from '../report.ts';

const SETTLED_MS = 3_000;

export async function startRows(bench: Bench): Promise<Row[]> {
  const dataDir = join(bench.folder, 'start');
  // 1.2 million messages are 1 GB with their indexes and events.
  const messages = bench.full ? 1_200_000 : bench.quick ? 10_000 : 200_000;
  makeData(dataDir, { customers: 1_000, staff: 10, tickets: messages / 20, open: 1_000, messages });
  const [memory, starts]: [number[], number[]] = [[], []];
  for (let repeat = 0; repeat <= bench.repeats; repeat += 1) {
    const began = performance.now();
    const server = await startProduct({ dataDir, port: await freePort() });
    const http = await openHttp(server.url);
    const { status } = await http.request('POST', `/api/tickets/${ticketId(0)}/messages`, {
      cookie: customerCookie(0),
      body: JSON.stringify({ id: uuidv7(), body: 'Are you there?' }),
    });
    if (status !== 201) throw new Error(`The first message was answered ${status}.`);
    // The first start fills the compile cache, and is what an upgrade costs.
    if (repeat > 0) starts.push((performance.now() - began) / 1_000);
    http.close();
    // A database that was never indexed is filled first: that is not idle.
    if (repeat === 0) await filled(dataDir);
    await sleep(bench.quick ? SETTLED_MS / 3 : SETTLED_MS);
    if (repeat > 0) memory.push((await server.usage()).rssBytes / 1e6);
    await server.stop();
  }
  return [
    row({ id: 'T15', name: 'idle memory', unit: 'MB', values: memory, goal: '≤ 120', meets: (value) => value <= 120 }),
    row({
      id: 'T15',
      name: `start to first accepted message, ${messages.toLocaleString('en')} messages stored`,
      unit: 's',
      values: starts,
      goal: '≤ 1',
      meets: (value) => value <= 1,
    }),
  ];
}

async function filled(dataDir: string) {
  const db = new BetterSqlite(databaseIn(dataDir), { readonly: true });
  const behind = db
    .prepare<[], number>(`SELECT (SELECT max(id) FROM events) - position FROM followers WHERE name = 'search'`)
    .pluck();
  while ((behind.get() ?? 0) > 0) await sleep(100);
  db.close();
}

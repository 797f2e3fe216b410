/** T9 and T10: what a read costs, and that it costs the same when there is much. */
import { join } from 'node:path';
import { freePort } from '../../support/child.ts';
import { makeData, staffCookie, ticketId } from '../data.ts';
import { saturate, type Work } from '../generator.ts';
import { openHttp } from '../http.ts';
import { type Measured, startBaseline, startProduct } from '../processes.ts';
import { type Bench, busy, row, type Row } from '../report.ts';
import { percentile } from '../statistics.ts';

/** So many that nobody reads more often than they may. */
const STAFF = 3_000;

export async function readRows(bench: Bench): Promise<Row[]> {
  return [await cheap(bench), ...(await muchOrLittle(bench))];
}

async function cheap(bench: Bench): Promise<Row> {
  const dataDir = join(bench.folder, 'reads');
  makeData(dataDir, { customers: 1, staff: STAFF, tickets: 1, open: 1, messages: 1 });
  const ours = await startProduct({ dataDir, port: await freePort() });
  const b4 = await startBaseline('b4-hono', { dataDir, port: await freePort() });
  const get =
    (path: string): Work =>
    async (connection, n) => {
      const { status } = await connection.request('GET', path, { cookie: staffCookie(n % STAFF) });
      if (status !== 200) throw new Error(`${path} was answered ${status}.`);
    };
  const cost = async (server: Measured, path: string) => {
    const before = await server.usage();
    const ran = await saturate(server.url, get(path), { inFlight: 32, seconds: bench.quick ? 1 : 3 });
    const after = await server.usage();
    return { micros: (after.cpuMicros - before.cpuMicros) / ran.done, busy: ran.generatorBusy };
  };
  const path = `/api/tickets/${ticketId(0)}`;
  await cost(ours, path);
  await cost(b4, '/hello');
  const values: number[] = [];
  const baselines: number[] = [];
  let most = 0;
  for (let repeat = 0; repeat < bench.repeats; repeat += 1) {
    baselines.push((await cost(b4, '/hello')).micros);
    const { micros, busy: part } = await cost(ours, path);
    values.push(micros);
    most = Math.max(most, part);
  }
  await ours.stop();
  await b4.stop();
  return row({
    id: 'T9',
    name: 'server CPU of a signed-in JSON read (one ticket)',
    unit: 'µs',
    values,
    baselines,
    goal: '≤ 2 × B4',
    meets: (_value, times) => times <= 2,
    note: busy(most),
  });
}

const PATHS = {
  'queue page': '/api/tickets?active=true&assignee=none&order=waiting',
  'history page': `/api/tickets/${ticketId(0)}/events`,
  'counters and unread (snapshot)': '/api/snapshot',
};

async function muchOrLittle(bench: Bench): Promise<Row[]> {
  const much = bench.full
    ? { customers: 50_000, staff: STAFF, tickets: 1_000_000, open: 100_000, messages: 10_000_000 }
    : {
        customers: 5_000,
        staff: STAFF,
        tickets: 20_000,
        open: bench.quick ? 2_000 : 10_000,
        messages: bench.quick ? 40_000 : 400_000,
      };
  const little = { customers: 100, staff: STAFF, tickets: 100, open: 100, messages: 1_000 };
  const servers = [];
  for (const [name, shape] of Object.entries({ much, little })) {
    const dataDir = join(bench.folder, name);
    makeData(dataDir, shape);
    servers.push(await startProduct({ dataDir, port: await freePort() }));
  }
  const [big, small] = servers;
  const rows: Row[] = [];
  for (const [name, path] of Object.entries(PATHS)) {
    const [values, baselines]: [number[], number[]] = [[], []];
    for (let repeat = 0; repeat < bench.repeats; repeat += 1) {
      if (small) baselines.push(await p99(small, path));
      if (big) values.push(await p99(big, path));
    }
    rows.push(
      row({
        id: 'T10',
        name: `${name}, p99, with ${(much.messages / 1e6).toLocaleString('en')} M messages and ${much.open.toLocaleString('en')} open tickets`,
        unit: 'ms',
        values,
        baselines,
        goal: '≤ 2 × with 1,000',
        meets: (_value, times) => times <= 2,
      }),
    );
  }
  for (const server of servers) await server.stop();
  return rows;
}

async function p99(server: Measured, path: string): Promise<number> {
  const connection = await openHttp(server.url);
  const times: number[] = [];
  for (let n = 0; n < 300; n += 1) {
    const began = performance.now();
    const { status } = await connection.request('GET', path, { cookie: staffCookie(n % STAFF) });
    if (status !== 200) throw new Error(`${path} was answered ${status}.`);
    times.push(performance.now() - began);
  }
  connection.close();
  return percentile(times, 0.99);
}

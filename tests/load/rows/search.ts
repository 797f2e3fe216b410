/** T10 and T11: a search by time costs the same when there is much, one by rank is worth its while, neither holds up a message. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/child.ts';
import { customerCookie, makeData, staffCookie } from '../data.ts';
import { openHttp } from '../http.ts';
import { type Measured, startProduct } from '../processes.ts';
import { prose, word } from '../prose.ts';
import { type Bench, row, type Row } from '../report.ts';
import { percentile } from '../statistics.ts';

/** So many that nobody searches more often than they may. */
const STAFF = 3_000;
const SEARCHES = 300;
const SETTLED_MS = 3_000;

/** By the words that come up most: every other message holds the first of them. */
const QUESTIONS = {
  'newest-first search, a common word': word(0),
  'newest-first search, two common words': `${word(1)} ${word(2)}`,
  'newest-first search, the beginning of a word': word(40).slice(0, -1),
  'newest-first search, a phrase': `"${word(0)} ${word(1)}"`,
};

export async function searchRows(bench: Bench): Promise<Row[]> {
  const messages = bench.full ? 10_000_000 : bench.quick ? 40_000 : 1_000_000;
  const shapes = {
    much: { customers: 5_000, staff: STAFF, tickets: messages / 20, open: 1_000, messages },
    little: { customers: 100, staff: STAFF, tickets: 100, open: 100, messages: 1_000 },
  };
  const servers = new Map<string, Measured>();
  for (const [name, shape] of Object.entries(shapes)) {
    const dataDir = join(bench.folder, `search-${name}`);
    makeData(dataDir, { ...shape, text: prose, indexed: true });
    servers.set(name, await startProduct({ dataDir, port: await freePort() }));
  }
  const [much, little] = [servers.get('much'), servers.get('little')];
  if (!much || !little) return [];
  const size = `${(messages / 1e6).toLocaleString('en')} M messages`;
  const rows: Row[] = [];
  // What the start left behind is given back by then, while nobody asks for anything.
  await sleep(SETTLED_MS);
  await much.usage({ reset: true });
  for (const [name, q] of Object.entries(QUESTIONS)) {
    const [values, baselines]: [number[], number[]] = [[], []];
    for (let repeat = 0; repeat < bench.repeats; repeat += 1) {
      baselines.push(percentile(await timed(little, q), 0.99));
      values.push(percentile(await timed(much, q), 0.99));
    }
    rows.push(
      row({
        ...{ id: 'T10', name: `${name}, p99, ${size}`, unit: 'ms', values, baselines },
        goal: '≤ 2 × with 1,000',
        meets: (_value, times) => times <= 2,
      }),
    );
  }
  const own = await timed(much, word(0), { cookie: customerCookie, times: 100 });
  rows.push(
    row({ id: 'T10', name: `a customer’s own search, p99, ${size}`, unit: 'ms', values: [percentile(own, 0.99)] }),
  );
  for (const [name, q] of Object.entries({
    'one word': word(3),
    'two of the commonest words': `${word(0)} ${word(1)}`,
  })) {
    const times = await timed(much, q, { more: '&order=rank', times: 40 });
    rows.push(
      row({
        ...{ id: 'T11', name: `ranked search, ${name}, p99, ${size}`, unit: 'ms', values: [percentile(times, 0.99)] },
        goal: 'in a worker, ≤ 150',
        meets: (value) => value <= 150,
        note: `p50 ${percentile(times, 0.5).toFixed(1)} ms`,
      }),
    );
  }
  const { stallsMs } = await much.usage();
  const longest = Math.max(...stallsMs);
  rows.push(
    row({
      ...{ id: 'T12', name: 'event loop late, p99.9, while people search', unit: 'ms' },
      values: [percentile(stallsMs, 0.999)],
      goal: '≤ 20, none > 50',
      meets: (value) => value <= 20 && longest <= 50,
      note: `longest ${longest.toFixed(1)} ms`,
    }),
  );
  for (const server of servers.values()) await server.stop();
  return rows;
}

async function timed(
  server: Measured,
  q: string,
  { more = '', times: count = SEARCHES, cookie = staffCookie } = {},
): Promise<number[]> {
  const connection = await openHttp(server.url);
  const path = `/api/search?q=${encodeURIComponent(q)}${more}`;
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const began = performance.now();
    const { status, body } = await connection.request('GET', path, { cookie: cookie(n) });
    if (status !== 200) throw new Error(`${path} was answered ${status}: ${body}`);
    times.push(performance.now() - began);
  }
  connection.close();
  return times;
}

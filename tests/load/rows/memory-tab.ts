/** What an hour of traffic leaves behind in one desk's tab: its heap, its nodes and its listeners, in the second half of it. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from '../../../db/ids.ts';
import { freePort } from '../../support/child.ts';
import { customerCookie, makeData, staffCookie, ticketId } from '../data.ts';
import { type DeskTab, openDeskTab } from '../desk-tab.ts';
import { type HttpConnection, openHttp } from '../http.ts';
import { startProduct } from '../processes.ts';
import { type Bench, row, type Row } from '../report.ts';

const QUEUE_ROWS = 200;
/** An hour at a desk of this size, in turns of one opened conversation each. */
const TURNS = 300;
const SENT_A_TURN = 12;
/** Faster than any hand, and slow enough that nothing is refused: a person has 600 reads a minute. */
const TURN_MS = 750;
const SAMPLES = 20;
/** What a turn may leave behind, of the heap; and of nodes and listeners none at all, but for what is on the screen. */
const GOAL_KB = 5;

interface Sample {
  turn: number;
  heapKb: number;
  nodes: number;
  listeners: number;
}

/** Part of `--full`, or asked for by its name: it takes minutes. */
export async function memoryTabRows(bench: Bench): Promise<Row[]> {
  const turns = bench.quick ? TURNS / 5 : TURNS;
  const dataDir = join(bench.folder, 'memory-tab');
  // Nobody writes more than thirty messages a minute: so many customers.
  makeData(dataDir, { customers: 400, staff: 3, tickets: 400, open: QUEUE_ROWS, messages: 400 * 20 });
  const server = await startProduct({ dataDir, port: await freePort() });
  const tab = await openDeskTab(server.url, '/desk/waiting');
  const http = await openHttp(server.url);
  try {
    if (!tab) return [none('There is no browser here: not measured.')];
    await tab.page.locator('main li > a').first().waitFor();
    const samples = [await sampled(tab, 0)];
    for (let turn = 1; turn <= turns; turn += 1) {
      const isOver = sleep(TURN_MS);
      await traffic(http, turn);
      await work(tab, turn);
      await isOver;
      if (turn % Math.ceil(turns / SAMPLES) === 0) {
        const sample = await sampled(tab, turn);
        samples.push(sample);
        bench.say(
          `  turn ${turn}: ${Math.round(sample.heapKb)} kB, ${sample.nodes} nodes, ${sample.listeners} listeners`,
        );
      }
    }
    return rowsOf(samples, turns);
  } finally {
    http.close();
    await tab?.close();
    await server.stop();
  }
}

function rowsOf(samples: Sample[], turns: number): Row[] {
  const half = samples.filter(({ turn }) => turn >= turns / 2);
  const last = samples.at(-1);
  const slope = (of: (sample: Sample) => number) => slopeOf(half.map((one) => [one.turn, of(one)]));
  const note = `${turns} conversations opened, ${turns * SENT_A_TURN} messages heard, ends at ${((last?.heapKb ?? 0) / 1_000).toFixed(1)} MB`;
  const each = (name: string, unit: string, value: number, most: number) =>
    row({
      ...{ id: 'M1', name, unit, values: [value], goal: `≤ ${most}`, note },
      meets: (one) => one <= most,
    });
  return [
    each(
      'one tab, heap left behind by a turn, second half',
      'kB',
      slope(({ heapKb }) => heapKb),
      GOAL_KB,
    ),
    each(
      'the same, nodes',
      'nodes',
      slope(({ nodes }) => nodes),
      1,
    ),
    each(
      'the same, listeners',
      'listeners',
      slope(({ listeners }) => listeners),
      0.2,
    ),
  ];
}

const none = (note: string): Row => ({
  ...{ id: 'M1', name: 'one tab, an hour of traffic', unit: 'kB', value: Number.NaN, spread: 0 },
  ...{ baseline: null, ratio: null, goal: `≤ ${GOAL_KB}`, met: null, note },
});

/** Least squares: by how much it grows with each turn. */
function slopeOf(points: [x: number, y: number][]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [midX, midY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const over = points.reduce((sum, [x, y]) => sum + (x - midX) * (y - midY), 0);
  return over / points.reduce((sum, [x]) => sum + (x - midX) ** 2, 0);
}

/** What others do meanwhile: customers write everywhere, colleagues answer, take and resolve. */
async function traffic(http: HttpConnection, turn: number) {
  const post = (path: string, cookie: string, body: object, method = 'POST') =>
    http.request(method, path, { cookie, body: JSON.stringify(body) });
  for (let i = 0; i < SENT_A_TURN; i += 1) {
    const n = (turn * SENT_A_TURN + i) % QUEUE_ROWS;
    const at = `/api/tickets/${ticketId(n)}`;
    if (i % 4 === 3) await post(`${at}/notes`, staffCookie(1), { id: uuidv7(), body: `Noted ${turn}` });
    else await post(`${at}/messages`, customerCookie(n), { id: uuidv7(), body: `Again, ${turn}: it is far too loud.` });
  }
  const n = turn % QUEUE_ROWS;
  const priority = turn % 2 === 0 ? 'high' : 'normal';
  await post(`/api/tickets/${ticketId(n)}`, staffCookie(2), { priority }, 'PATCH');
}

/** What this one does: opens, scrolls, types, looks elsewhere, and comes back. */
async function work({ page }: DeskTab, turn: number) {
  await page.evaluate(
    (id) => {
      const link = document.createElement('a');
      link.href = `/desk/all/${id}`;
      document.body.append(link);
      link.click();
      link.remove();
    },
    ticketId(turn % 400),
  );
  await page.getByRole('article').first().waitFor();
  await page.keyboard.press('r');
  // What is closed takes no reply: there the letters would be commands.
  if (await page.locator('textarea:focus').count()) {
    await page.keyboard.type('Please');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Escape');
  }
  if (turn % 5 === 0) {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('res');
    await page.keyboard.press('Escape');
  }
  for (const key of turn % 3 === 0 ? ['g', 'm'] : ['g', 'w']) await page.keyboard.press(key);
}

async function sampled({ page, cdp }: DeskTab, turn: number): Promise<Sample> {
  // Always the same screen, so that what is on it does not count.
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Waiting/u })
    .first()
    .click();
  await page.waitForURL('**/desk/waiting');
  await page.locator('main li > a').first().waitFor();
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 2_000 })));
  for (let i = 0; i < 3; i += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  return { turn, heapKb: usedSize / 1_000, nodes, listeners: jsEventListeners };
}

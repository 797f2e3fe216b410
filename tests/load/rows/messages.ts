/** T1 to T4 and T12: a message from its POST to the disk and to the two who watch it, beside the floor B5. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uuidv7 } from '../../../db/ids.ts';
import { freePort } from '../../support/child.ts';
import { customerCookie, makeData, staffCookie, ticketId } from '../data.ts';
import { atRate, type Ran, saturate, type Work } from '../generator.ts';
import type { HttpConnection } from '../http.ts';
import { isClean, judge } from '../oracle.ts';
import { type Measured, startBaseline, startProduct } from '../processes.ts';
import { type Bench, busy, row, type Row } from '../report.ts';
import { percentile } from '../statistics.ts';
import { openViewer, quiet, sightsIn, startOfCustomers, type Viewer, whereNow } from '../viewer.ts';

const TICKETS = 100;
const PER_AGENT = 10;
const SENDERS = 600;
const IN_FLIGHT = 64;
const BODY = 'Could you send me the number on the back of it, please? It begins with two letters.';

/** A server with a customer on each ticket and an agent who has it open: every message is pushed to those two. */
interface Side {
  server: Measured;
  dataDir: string;
  viewers: Viewer[];
  /** What was acknowledged, with its ticket. */
  acknowledged: Map<string, string>;
  /** The intended moment of each send, for those who want to know when it was seen. */
  intended: Map<string, number>;
  /** Answers the id that was acknowledged. */
  send: (connection: HttpConnection) => Promise<string>;
}

export async function open(bench: Bench, kind: 'product' | 'floor'): Promise<Side> {
  const dataDir = join(bench.folder, kind);
  makeData(dataDir, {
    customers: TICKETS,
    staff: SENDERS + TICKETS,
    tickets: TICKETS,
    open: TICKETS,
    messages: TICKETS,
  });
  const at = { dataDir, port: await freePort() };
  const server = kind === 'product' ? await startProduct(at) : await startBaseline('b5-floor', at);
  const where = kind === 'product' ? await whereNow(server.url, staffCookie(0)) : { cursor: TICKETS, epoch: '' };
  const start = kind === 'product' ? await startOfCustomers(server.url) : { cursor: 0, epoch: '' };
  const viewers: Viewer[] = [];
  for (let n = 0; n < TICKETS; n += 1) {
    // A customer hears their own; the floor has to be told.
    const watched = [ticketId(n)];
    viewers.push(
      await openViewer(server.url, {
        cookie: customerCookie(n),
        where: start,
        watched,
        ...(kind === 'floor' && { watching: watched }),
      }),
    );
  }
  for (let n = 0; n < TICKETS; n += PER_AGENT) {
    const watching = Array.from({ length: PER_AGENT }, (_, i) => ticketId(n + i));
    viewers.push(await openViewer(server.url, { cookie: staffCookie(SENDERS + n), where, watching }));
  }
  const acknowledged = new Map<string, string>();
  let turn = 0;
  const send = async (connection: HttpConnection) => {
    turn += 1;
    const [ticket, id] = [ticketId(turn % TICKETS), uuidv7()];
    const { status, body } = await connection.request('POST', `/api/tickets/${ticket}/messages`, {
      cookie: staffCookie(turn % SENDERS),
      body: JSON.stringify({ id, body: BODY }),
    });
    if (status !== 201) throw new Error(`A send was answered ${status}: ${body}`);
    acknowledged.set(id, ticket);
    return id;
  };
  return { server, dataDir, viewers, acknowledged, intended: new Map(), send };
}

interface Saturated {
  perSecond: number;
  cpuMicros: number;
  busy: number;
  stallsMs: number[];
}

export async function saturated({ server, send, viewers }: Side, seconds: number): Promise<Saturated> {
  const before = await server.usage({ reset: true });
  const work: Work = async (connection) => void (await send(connection));
  const ran = await saturate(server.url, work, { inFlight: IN_FLIGHT, seconds });
  await quiet(viewers);
  const after = await server.usage();
  return {
    perSecond: ran.done / ran.seconds,
    cpuMicros: (after.cpuMicros - before.cpuMicros) / ran.done,
    busy: ran.generatorBusy,
    stallsMs: after.stallsMs,
  };
}

/** One at a time on a quiet server. */
async function idle({ server, send }: Side, seconds: number): Promise<Ran> {
  return atRate(server.url, async (connection) => void (await send(connection)), { perSecond: 40, seconds });
}

/** From the intended send to the sight of the last of the two, at a rate. */
async function watched(side: Side, perSecond: number, seconds: number) {
  const { server, viewers } = side;
  for (const { frames } of viewers) frames.length = 0;
  const start = performance.now();
  const ids: string[] = [];
  const ran = await atRate(
    server.url,
    async (connection, n) => {
      const id = await side.send(connection);
      ids.push(id);
      side.intended.set(id, start + (n * 1_000) / perSecond);
    },
    { perSecond, seconds },
  );
  await quiet(viewers);
  const seen = new Map<string, number>();
  for (const { frames } of viewers)
    for (const [at, text] of frames) for (const { id } of sightsIn(text)) seen.set(id, Math.max(at, seen.get(id) ?? 0));
  const latencies = ids.flatMap((id) => {
    const [at, intended] = [seen.get(id), side.intended.get(id)];
    return at !== undefined && intended !== undefined ? [at - intended] : [];
  });
  return { p99: percentile(latencies, 0.99), busy: ran.generatorBusy };
}

export async function messageRows(bench: Bench): Promise<Row[]> {
  const [ours, floor] = [await open(bench, 'product'), await open(bench, 'floor')];
  const seconds = bench.quick ? 1.5 : 4;
  const results = { ours: [] as Saturated[], floor: [] as Saturated[] };
  const idles = { ours: [] as Ran[], floor: [] as Ran[] };
  // The first turn warms both up and counts for neither.
  await saturated(ours, seconds / 2);
  await saturated(floor, seconds / 2);
  for (let repeat = 0; repeat < bench.repeats; repeat += 1) {
    results.floor.push(await saturated(floor, seconds));
    results.ours.push(await saturated(ours, seconds));
    idles.floor.push(await idle(floor, seconds / 2));
    idles.ours.push(await idle(ours, seconds / 2));
  }
  await quiet(ours.viewers);
  const oracle = judge(
    ours.dataDir,
    ours.acknowledged,
    ours.viewers.map((viewer) => ({ watched: viewer.watched, saw: viewer.saw() })),
  );
  bench.judged(oracle);

  const most = percentile(
    results.ours.map(({ perSecond }) => perSecond),
    0.5,
  );
  const half = await watched(ours, most * 0.5, seconds);
  const high = await watched(ours, most * 0.8, seconds);
  const backup = backUpAlone(ours.dataDir, join(bench.folder, 'while-loaded.db'));
  const backedUp = await saturated(ours, seconds);
  await backup;
  for (const side of [ours, floor]) {
    for (const { socket } of side.viewers) socket.close();
    await side.server.stop();
  }
  const ratio = (part: number) => ({
    values: idles.ours.map(({ latenciesMs }) => percentile(latenciesMs, part)),
    baselines: idles.floor.map(({ latenciesMs }) => percentile(latenciesMs, part)),
  });
  const generator = busy(Math.max(...results.ours.map((one) => one.busy)));
  return [
    row({
      id: 'T1',
      name: 'server CPU per message, stored and pushed to 2',
      unit: 'µs',
      values: results.ours.map(({ cpuMicros }) => cpuMicros),
      baselines: results.floor.map(({ cpuMicros }) => cpuMicros),
      goal: '≤ 1.35 × B5',
      meets: (_value, times) => times <= 1.35,
      note: isClean(oracle) ? `${oracle.sent.toLocaleString('en')} sent, 0 lost` : 'LOST OR DOUBLED',
    }),
    row({
      id: 'T2',
      name: 'durable messages, one process',
      unit: '/s',
      values: results.ours.map(({ perSecond }) => perSecond),
      baselines: results.floor.map(({ perSecond }) => perSecond),
      goal: '≥ 0.75 × B5',
      meets: (_value, times) => times >= 0.75,
      note: generator,
    }),
    row({
      id: 'T3',
      name: 'idle send, p50',
      unit: 'ms',
      ...ratio(0.5),
      goal: '≤ 1.5 × B5',
      meets: (_v, times) => times <= 1.5,
    }),
    row({
      id: 'T3',
      name: 'idle send, p99',
      unit: 'ms',
      ...ratio(0.99),
      goal: '≤ 2 × B5',
      meets: (_v, times) => times <= 2,
    }),
    row({
      id: 'T4',
      name: 'intended send to last viewer, p99, at 50 % of T2',
      unit: 'ms',
      values: [half.p99],
      goal: 'expected ≤ 25',
      note: busy(half.busy),
    }),
    row({
      id: 'T4',
      name: 'the same at 80 %',
      unit: 'ms',
      values: [high.p99],
      goal: 'expected ≤ 100',
      note: busy(high.busy),
    }),
    late(
      'under full load, with its checkpoints',
      results.ours.flatMap(({ stallsMs }) => stallsMs),
    ),
    late('the same while a backup is taken', backedUp.stallsMs),
  ];
}

function late(when: string, stalls: number[]): Row {
  const longest = Math.max(...stalls);
  return row({
    id: 'T12',
    name: `event loop late, p99.9, ${when}`,
    unit: 'ms',
    values: [percentile(stalls, 0.999)],
    goal: '≤ 20, none > 50',
    meets: (value) => value <= 20 && longest <= 50,
    note: `longest ${longest.toFixed(1)} ms`,
  });
}

/** As an admin does, from a process of its own. */
async function backUpAlone(dataDir: string, copy: string) {
  const cli = fileURLToPath(new URL('../../../server/cli.ts', import.meta.url));
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir };
  const [code] = (await once(spawn(process.execPath, [cli, 'backup', copy], { env }), 'exit')) as [number | null];
  if (code !== 0) throw new Error(`The backup ended with ${code}.`);
}

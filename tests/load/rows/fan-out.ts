/** T5, T6 and T7: one event to many sockets, a burst of them, and what a socket weighs; beside bare ws (B1) and Socket.IO (B2). */
import { join } from 'node:path';
import { uuidv7 } from '../../../db/ids.ts';
import { freePort } from '../../support/child.ts';
import { customerCookie, makeData, staffCookie, ticketId } from '../data.ts';
import { openHttp } from '../http.ts';
import { judge } from '../oracle.ts';
import { type Measured, startBaseline, startProduct } from '../processes.ts';
import { type Bench, row, type Row } from '../report.ts';
import { openViewer, quiet, startOfCustomers, type Viewer, whereNow } from '../viewer.ts';

const BURST = 64;
const BODY = 'The parcel left our house this morning; here is where you can follow it.';

/** Emits `n` events to everybody; `together` as fast as can be, else each when the one before was answered. */
interface Side {
  server: Measured;
  viewers: Viewer[];
  emit(n: number, together: boolean): Promise<void>;
}

async function product(
  bench: Bench,
  sockets: number,
): Promise<Side & { dataDir: string; acknowledged: Map<string, string> }> {
  const dataDir = join(bench.folder, 'fan-out');
  makeData(dataDir, { customers: 1, staff: sockets + 100, tickets: 1, open: 1, messages: 1 });
  const server = await startProduct({ dataDir, port: await freePort() });
  const where = await whereNow(server.url, staffCookie(0));
  const viewers = await openAll(sockets, (n) =>
    openViewer(server.url, { cookie: staffCookie(n), where, watching: [ticketId(0)] }),
  );
  const acknowledged = new Map<string, string>();
  const connections = await Promise.all(Array.from({ length: BURST }, () => openHttp(server.url)));
  let turn = 0;
  const send = async (lane: number) => {
    turn += 1;
    const id = uuidv7();
    const { status } = (await connections[lane]?.request('POST', `/api/tickets/${ticketId(0)}/messages`, {
      cookie: staffCookie(sockets + (turn % 100)),
      body: JSON.stringify({ id, body: BODY }),
    })) ?? { status: 0 };
    if (status !== 201) throw new Error(`A send was answered ${status}.`);
    acknowledged.set(id, ticketId(0));
  };
  return {
    server,
    viewers,
    dataDir,
    acknowledged,
    async emit(n, together) {
      if (!together) for (let i = 0; i < n; i += 1) await send(0);
      else
        await Promise.all(
          connections.map(async (_, lane) => {
            for (let i = lane; i < n; i += BURST) await send(lane);
          }),
        );
    },
  };
}

async function baseline(bench: Bench, name: string, sockets: number): Promise<Side> {
  const server = await startBaseline(name, { dataDir: bench.folder, port: await freePort() });
  const viewers = await openAll(sockets, () => openViewer(server.url, { cookie: '', where: { cursor: 0, epoch: '' } }));
  const http = await openHttp(server.url);
  const message = {
    id: uuidv7(),
    ticketId: ticketId(0),
    seq: 1,
    eventId: 1,
    body: BODY,
    createdAt: 1,
    editedAt: null,
    deletedAt: null,
  };
  const facts = {
    events: [{ id: 1, type: 'message.sent', ticketId: ticketId(0), at: 1, actor: null, message }],
    rows: [],
    cursor: 1,
  };
  const body = JSON.stringify(facts);
  return {
    server,
    viewers,
    async emit(n, together) {
      const [times, each] = together ? [Math.ceil(n / BURST), BURST] : [n, 1];
      for (let i = 0; i < times; i += 1) await http.request('POST', `/emit?n=${each}`, { body });
    },
  };
}

/** A hundred at a time, as a server sees people come. */
async function openAll(n: number, open: (i: number) => Promise<Viewer>): Promise<Viewer[]> {
  const viewers: Viewer[] = [];
  for (let from = 0; from < n; from += 100)
    viewers.push(...(await Promise.all(Array.from({ length: Math.min(100, n - from) }, (_, i) => open(from + i)))));
  return viewers;
}

/** Events that reached somebody, a second, from the first emit to the last sight. */
async function perSecond({ viewers, emit }: Side, n: number, together: boolean): Promise<number> {
  for (const { frames } of viewers) frames.length = 0;
  const began = performance.now();
  await emit(n, together);
  await quiet(viewers);
  const withEvents = viewers.flatMap(({ frames }) => frames.filter(([, text]) => text.includes('"message.sent"')));
  const last = withEvents.reduce((latest, [at]) => Math.max(latest, at), began);
  return (n * viewers.length) / ((last - began) / 1_000);
}

export async function fanOutRows(bench: Bench): Promise<Row[]> {
  const sockets = bench.quick ? 100 : 500;
  const [ours, b1, b2] = [
    await product(bench, sockets),
    await baseline(bench, 'b1-ws', sockets),
    await baseline(bench, 'b2-socket-io', sockets),
  ];
  const sides = { ours, b1, b2 };
  const one = { ours: [] as number[], b1: [] as number[], b2: [] as number[] };
  const burst = { ours: [] as number[], b2: [] as number[] };
  const saw: string[] = [];
  for (const side of Object.values(sides)) await perSecond(side, 20, false);
  for (let repeat = 0; repeat < bench.repeats; repeat += 1) {
    for (const name of ['b1', 'b2', 'ours'] as const) one[name].push(await perSecond(sides[name], 100, false));
    burst.b2.push(await perSecond(b2, 10 * BURST, true));
    ours.acknowledged.clear();
    burst.ours.push(await perSecond(ours, 10 * BURST, true));
    bench.judged(
      judge(
        ours.dataDir,
        ours.acknowledged,
        ours.viewers.map((viewer) => ({ watched: viewer.watched, saw: viewer.saw() })),
      ),
    );
    saw.push(
      `${((10 * BURST * sockets) / ours.viewers.reduce((n, { frames }) => n + frames.length, 0)).toFixed(0)} events a frame`,
    );
  }
  for (const { server, viewers } of Object.values(sides)) {
    for (const { socket } of viewers) socket.close();
    await server.stop();
  }
  return [
    row({ id: 'B1', name: `bare ws, one event to ${sockets} sockets`, unit: '/s', values: one.b1 }),
    row({
      id: 'T5',
      name: `one message to ${sockets} sockets: stored, then seen`,
      unit: '/s',
      values: one.ours,
      baselines: one.b2,
      goal: '≥ 0.9 × B2',
      meets: (_value, times) => times >= 0.9,
      note: 'B2 stores nothing',
    }),
    row({
      id: 'T6',
      name: `a burst of ${10 * BURST} to ${sockets} sockets`,
      unit: '/s',
      values: burst.ours,
      baselines: burst.b2,
      goal: '≥ 4 × B2',
      meets: (_value, times) => times >= 4,
      note: saw.at(-1) ?? '',
    }),
    await weight(bench),
  ];
}

async function weight(bench: Bench): Promise<Row> {
  const sockets = bench.quick ? 1_000 : 9_000;
  const dataDir = join(bench.folder, 'weight');
  makeData(dataDir, { customers: sockets, staff: 1, tickets: sockets, open: 0, messages: sockets });
  const perSocket = async (side: Pick<Side, 'server'>, open: (n: number) => Promise<Viewer>) => {
    const before = await side.server.usage({ collect: true });
    const viewers = await openAll(sockets, open);
    await quiet(viewers);
    const after = await side.server.usage({ collect: true });
    for (const { socket } of viewers) socket.close();
    await side.server.stop();
    return (after.rssBytes - before.rssBytes) / sockets / 1_000;
  };
  const b2 = await startBaseline('b2-socket-io', { dataDir, port: await freePort() });
  const bare = await perSocket({ server: b2 }, () =>
    openViewer(b2.url, { cookie: '', where: { cursor: 0, epoch: '' } }),
  );
  const server = await startProduct({ dataDir, port: await freePort() });
  const where = await startOfCustomers(server.url);
  const ours = await perSocket({ server }, (n) => openViewer(server.url, { cookie: customerCookie(n), where }));
  return row({
    id: 'T7',
    name: `memory for each signed-in, joined socket, ${sockets.toLocaleString('en')} of them`,
    unit: 'kB',
    values: [ours],
    baselines: [bare],
    goal: '≤ 1.35 × B2',
    meets: (_value, times) => times <= 1.35,
  });
}

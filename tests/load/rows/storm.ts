/** T8: the server is killed under everybody, in the middle of a stream, and everybody comes back at once. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from '../../../db/ids.ts';
import { freePort } from '../../support/child.ts';
import { customerCookie, makeData, staffCookie, ticketId } from '../data.ts';
import { type HttpConnection, openHttp } from '../http.ts';
import { judge, type Sight } from '../oracle.ts';
import { startBaseline, startProduct } from '../processes.ts';
import { type Bench, row, type Row } from '../report.ts';
import { seeded } from '../../support/random.ts';
import { openViewer, quiet, startOfCustomers, type Viewer } from '../viewer.ts';

const PER_SECOND = 500;
const SENDERS = 200;

export async function stormRows(bench: Bench): Promise<Row[]> {
  const sockets = bench.quick ? 1_000 : 9_000;
  const dataDir = join(bench.folder, 'storm');
  makeData(dataDir, { customers: sockets, staff: SENDERS, tickets: sockets, open: sockets, messages: sockets });
  const port = await freePort();
  let server = await startProduct({ dataDir, port });
  const { url } = server;
  const start = await startOfCustomers(url);
  const random = seeded(1);
  const viewers: Viewer[] = [];
  for (let n = 0; n < sockets; n += 100)
    viewers.push(
      ...(await Promise.all(
        Array.from({ length: 100 }, (_, i) =>
          openViewer(url, { cookie: customerCookie(n + i), where: start, watched: [ticketId(n + i)] }),
        ),
      )),
    );

  // Each message insists, as the outbox of a browser does: the same id until it is answered.
  const acknowledged = new Map<string, string>();
  let sending = true;
  const stream = (async () => {
    const all: Promise<void>[] = [];
    for (let n = 0; sending; n += 1) {
      const ticket = ticketId(Math.floor(random() * sockets));
      all.push(
        insist(url, { ticket, sender: staffCookie(n % SENDERS) }).then((id) => void acknowledged.set(id, ticket)),
      );
      if (n % 5 === 4) await sleep(5_000 / PER_SECOND);
    }
    await Promise.all(all);
  })();
  await sleep(1_000);

  await server.kill();
  const broke = performance.now();
  server = await startProduct({ dataDir, port });
  const began = await server.usage({ reset: true });
  const back = await Promise.all(viewers.map((viewer, n) => comeBack(url, viewer, { n, wait: 250 + random() * 500 })));
  const seconds = (performance.now() - broke) / 1_000;
  const cpuOfAll = (await server.usage()).cpuMicros - began.cpuMicros;
  await sleep(500);
  sending = false;
  await stream;
  await quiet(back);
  bench.judged(
    judge(
      dataDir,
      acknowledged,
      back.map((viewer, n) => ({
        watched: viewer.watched,
        saw: onceEach([...(viewers[n]?.saw() ?? []), ...viewer.saw()]),
      })),
    ),
  );
  for (const { socket } of [...viewers, ...back]) socket.close();
  await server.stop();

  const b2 = await startBaseline('b2-socket-io', { dataDir, port: await freePort() });
  const before = await b2.usage();
  const bare = await Promise.all(
    viewers.map(async (_, n) => {
      await sleep(250 + (n % 500));
      return openBare(b2.url);
    }),
  );
  const cpuOfBare = (await b2.usage()).cpuMicros - before.cpuMicros;
  for (const { socket } of bare) socket.close();
  await b2.stop();
  const name = `${sockets.toLocaleString('en')} sockets, ${PER_SECOND} messages/s, killed`;
  return [
    row({
      id: 'T8',
      name: `${name}: all back and caught up`,
      unit: 's',
      values: [seconds],
      goal: '≤ 10',
      meets: (value) => value <= 10,
      note: `${acknowledged.size} sent`,
    }),
    row({
      id: 'T8',
      name: `${name}: server CPU of each return`,
      unit: 'µs',
      values: [cpuOfAll / sockets],
      baselines: [cpuOfBare / sockets],
      goal: '≤ 2 × B2 connects',
      meets: (_value, times) => times <= 2,
      note: 'with the stream going on',
    }),
  ];
}

async function insist(url: string, { ticket, sender }: { ticket: string; sender: string }): Promise<string> {
  const id = uuidv7();
  const body = JSON.stringify({ id, body: 'Still there?' });
  for (;;) {
    let http: HttpConnection | null = null;
    try {
      http = await openHttp(url);
      const { status } = await http.request('POST', `/api/tickets/${ticket}/messages`, { cookie: sender, body });
      if (status === 200 || status === 201) return id;
      if (status < 500 && status !== 429) throw new TypeError(`A send was answered ${status}.`);
    } catch (error) {
      if (error instanceof TypeError) throw error;
    } finally {
      http?.close();
    }
    await sleep(200);
  }
}

/** As a browser does: after a moment, then with longer ones, from the cursor of the last frame. */
async function comeBack(url: string, viewer: Viewer, { n, wait }: { n: number; wait: number }): Promise<Viewer> {
  await sleep(wait);
  const last = viewer.frames.at(-1)?.[1];
  const cursor = last ? (JSON.parse(last) as [string, { cursor: number }])[1].cursor : viewer.where.cursor;
  try {
    return await openViewer(url, {
      cookie: customerCookie(n),
      where: { ...viewer.where, cursor },
      watched: [...viewer.watched],
    });
  } catch {
    return comeBack(url, viewer, { n, wait: Math.min(wait * 2, 10_000) });
  }
}

async function openBare(url: string): Promise<Viewer> {
  try {
    return await openViewer(url, { cookie: '', where: { cursor: 0, epoch: '' } });
  } catch {
    await sleep(500);
    return openBare(url);
  }
}

/** What was caught up may have been seen before: the reducer shows it once, and so does this. */
function onceEach(sights: Sight[]) {
  const seen = new Set<string>();
  return sights.filter(({ id }) => !seen.has(id) && seen.add(id));
}

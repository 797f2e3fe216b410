/** T13 and T14: a support day at its busiest, and how many conversations go through when nobody pauses. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from '../../../db/ids.ts';
import { freePort } from '../../support/child.ts';
import { customerCookie, makeData, staffCookie, ticketId } from '../data.ts';
import { atRate, saturate, type Work } from '../generator.ts';
import type { HttpConnection } from '../http.ts';
import { judge } from '../oracle.ts';
import { startProduct } from '../processes.ts';
import { type Bench, busy, row, type Row } from '../report.ts';
import { seeded } from '../../support/random.ts';
import { percentile } from '../statistics.ts';
import { openViewer, quiet, startOfCustomers, type Viewer, whereNow } from '../viewer.ts';

export const dayRows = async (bench: Bench): Promise<Row[]> => [await busiest(bench), await nonStop(bench)];

/** Each of the two in a conversation writes once a minute, types before and reads after it. */
const EACH_S = 60;
const WATCHED_EACH = 20;

async function busiest(bench: Bench): Promise<Row> {
  const [agents, customers] = bench.quick ? [20, 900] : [200, 9_000];
  const dataDir = join(bench.folder, 'day');
  makeData(dataDir, { customers, staff: agents, tickets: customers, open: customers, messages: customers });
  const server = await startProduct({ dataDir, port: await freePort() });
  const where = await whereNow(server.url, staffCookie(0));
  const start = await startOfCustomers(server.url);
  const open = async (n: number) => {
    const isAgent = n >= customers;
    const watching = Array.from({ length: WATCHED_EACH }, (_, i) =>
      ticketId(((n - customers) * WATCHED_EACH + i) % customers),
    );
    return openViewer(
      server.url,
      isAgent
        ? { cookie: staffCookie(n - customers), where, watching }
        : { cookie: customerCookie(n), where: start, watched: [ticketId(n)] },
    );
  };
  const viewers: Viewer[] = [];
  for (let n = 0; n < customers + agents; n += 100)
    viewers.push(
      ...(await Promise.all(Array.from({ length: Math.min(100, customers + agents - n) }, (_, i) => open(n + i)))),
    );

  const acknowledged = new Map<string, string>();
  const random = seeded(7);
  const turn: Work = async (http, i) => {
    const n = Math.floor(random() * customers);
    const byAgent = i % 2 === 1;
    const [ticket, agent] = [ticketId(n), Math.floor(n / WATCHED_EACH) % agents];
    const [who, cookie] = byAgent ? [customers + agent, staffCookie(agent)] : [n, customerCookie(n)];
    viewers[who]?.socket.emit(['typing', { ticketId: ticket, kind: 'message' }]);
    const id = uuidv7();
    await post(http, `/api/tickets/${ticket}/messages`, {
      cookie,
      body: { id, body: 'And which number is on the back?' },
    });
    acknowledged.set(id, ticket);
    const reader = byAgent ? customerCookie(n) : staffCookie(agent);
    const { status } = await http.request('PUT', `/api/tickets/${ticket}/read`, { cookie: reader, body: '{"seq":99}' });
    if (status !== 200) throw new Error(`A read mark was answered ${status}.`);
  };
  const perSecond = (2 * customers) / EACH_S;
  await atRate(server.url, turn, { perSecond, seconds: 2 });
  const before = await server.usage({ reset: true });
  let reconnecting = true;
  const reconnects = (async () => {
    // One in a hundred a minute.
    for (let n = 0; reconnecting; n += 1) {
      await sleep((EACH_S * 1_000) / (viewers.length / 100));
      const line = await open(n % customers);
      line.socket.close();
    }
  })();
  const seconds = bench.quick ? 4 : 30;
  const ran = await atRate(server.url, turn, { perSecond, seconds });
  const after = await server.usage();
  reconnecting = false;
  await reconnects;
  await quiet(viewers);
  bench.judged(
    judge(
      dataDir,
      acknowledged,
      viewers.map((viewer) => ({ watched: viewer.watched, saw: viewer.saw() })),
    ),
  );
  for (const { socket } of viewers) socket.close();
  await server.stop();
  const cores = (after.cpuMicros - before.cpuMicros) / 1e6 / ran.seconds;
  const p99 = percentile(ran.latenciesMs, 0.99);
  return row({
    id: 'T13',
    name: `${agents} agents, ${customers.toLocaleString('en')} customers at once, ${Math.round(perSecond)} messages/s with typing and reads`,
    unit: '% of a core',
    values: [cores * 100],
    goal: '≤ 50 %, p99 ≤ 50 ms',
    meets: (value) => value <= 50 && p99 <= 50,
    note: [`p99 of a send and its read ${p99.toFixed(1)} ms`, busy(ran.generatorBusy)].filter(Boolean).join('; '),
  });
}

const MESSAGES_EACH = 20;

async function nonStop(bench: Bench): Promise<Row> {
  const [customers, staff] = [2_000, 400];
  const dataDir = join(bench.folder, 'non-stop');
  makeData(dataDir, { customers, staff, tickets: 1, open: 0, messages: 1 });
  const server = await startProduct({ dataDir, port: await freePort() });
  const acknowledged = new Map<string, string>();
  let started = 0;
  const conversation: Work = async (http) => {
    started += 1;
    const [customer, agent] = [customerCookie(started % customers), staffCookie(started % staff)];
    const [id, messageId] = [uuidv7(), uuidv7()];
    const opening = { id, messageId, subject: 'The parcel is late', body: 'Where is it?' };
    await post(http, '/api/tickets', { cookie: customer, body: opening });
    acknowledged.set(messageId, id);
    for (let n = 1; n < MESSAGES_EACH; n += 1) {
      const message = { id: uuidv7(), body: 'It left our house this morning, as far as I can see.' };
      await post(http, `/api/tickets/${id}/messages`, { cookie: n % 2 ? agent : customer, body: message });
      acknowledged.set(message.id, id);
    }
    await http.request('PUT', `/api/tickets/${id}/read`, { cookie: customer, body: `{"seq":${MESSAGES_EACH}}` });
    await http.request('PUT', `/api/tickets/${id}/status`, { cookie: agent, body: '{"status":"resolved"}' });
  };
  const values: number[] = [];
  for (let repeat = 0; repeat < bench.repeats; repeat += 1) {
    const ran = await saturate(server.url, conversation, { inFlight: 32, seconds: bench.quick ? 1 : 3 });
    values.push((ran.done / ran.seconds) * 86_400);
  }
  bench.judged(judge(dataDir, acknowledged, []));
  await server.stop();
  return row({
    id: 'T14',
    name: `conversations of ${MESSAGES_EACH} messages, opened to resolved, a day`,
    unit: '/day',
    values,
    goal: '≥ 1,000,000',
    meets: (value) => value >= 1e6,
  });
}

async function post(http: HttpConnection, path: string, { cookie, body }: { cookie: string; body: object }) {
  const { status, body: answer } = await http.request('POST', path, { cookie, body: JSON.stringify(body) });
  if (status !== 201) throw new Error(`${path} was answered ${status}: ${answer}`);
}

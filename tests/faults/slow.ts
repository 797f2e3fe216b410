/** 8. A few of many stop reading in the middle of a stream: they are closed, and nobody else notices. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from '../../db/ids.ts';
import { makeData, staffCookie, ticketId } from '../load/data.ts';
import { atRate } from '../load/generator.ts';
import { startProduct } from '../load/processes.ts';
import { percentile } from '../load/statistics.ts';
import { openViewer, quiet, type Viewer, whereNow } from '../load/viewer.ts';
import { freePort } from '../support/child.ts';

interface Slowed {
  /** Of the others: what they saw, of what was sent. */
  seen: number;
  sent: number;
  p99Ms: number;
  grownMB: number;
}

export async function slowConsumers({
  people,
  slow,
  messages,
}: {
  people: number;
  slow: number;
  messages: number;
}): Promise<Slowed> {
  const dataDir = await mkdtemp(join(tmpdir(), 'answerback-slow-'));
  makeData(dataDir, { customers: 1, staff: people + 50, tickets: 1, open: 1, messages: 1 });
  const server = await startProduct({ dataDir, port: await freePort() });
  const where = await whereNow(server.url, staffCookie(0));
  const viewers: Viewer[] = [];
  const seenBy = Array.from({ length: people }, () => 0);
  for (let n = 0; n < people; n += 1)
    viewers.push(
      await openViewer(server.url, {
        cookie: staffCookie(n),
        where,
        watching: [ticketId(0)],
        // A thousand people see nine gigabytes: they are counted, not kept.
        onFacts: (text) => (seenBy[n] = (seenBy[n] ?? 0) + text.split('"type":"message.sent"').length - 1),
      }),
    );
  const before = await server.usage({ collect: true });
  for (const { socket } of viewers.slice(0, slow)) socket.stopReading();
  // Thirty kilobytes each, as fast as that many people can be told on one machine.
  const body = '€'.repeat(10_000);
  const perSecond = Math.max(4, Math.round(4_000 / people));
  const sent = new Set<string>();
  const ran = await atRate(
    server.url,
    async (http, n) => {
      const id = uuidv7();
      const path = `/api/tickets/${ticketId(0)}/messages`;
      const { status } = await http.request('POST', path, {
        cookie: staffCookie(people + (n % 50)),
        body: JSON.stringify({ id, body }),
      });
      if (status !== 201) throw new Error(`A send was answered ${status}.`);
      sent.add(id);
    },
    { perSecond, seconds: messages / perSecond },
  );
  const others = viewers.slice(slow);
  await quiet(others);
  const after = await server.usage({ collect: true });
  const seen = Math.min(...seenBy.slice(slow));
  for (const { socket } of viewers) socket.close();
  await server.stop();
  await rm(dataDir, { recursive: true });
  return {
    seen,
    sent: sent.size,
    p99Ms: percentile(ran.latenciesMs, 0.99),
    grownMB: (after.rssBytes - before.rssBytes) / 1e6,
  };
}

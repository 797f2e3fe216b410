import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from '../../db/ids.ts';
import { customerCookie, makeData, staffCookie, ticketId } from '../load/data.ts';
import { seeded } from '../support/random.ts';
import { storedMessages } from '../support/stored.ts';
import { add, type Counts } from './counts.ts';
import { Reader } from './reader.ts';
import { within } from '../support/within.ts';

const TICKETS = 4;
const WRITERS = 8;
const STAFF = 60;
const TICKET_IDS = Array.from({ length: TICKETS }, (_, n) => ticketId(n));

/** Fills the folder that a crowd talks about. */
export const prepare = (dataDir: string) =>
  makeData(dataDir, { customers: TICKETS, staff: STAFF, tickets: TICKETS, open: TICKETS, messages: TICKETS });

interface Options {
  dataDir: string;
  /** Where they send and listen, such as a proxy. */
  url: string;
  /** What the server calls itself. */
  origin: string;
  seed: number;
}

/**
 * Writers with an outbox, who insist until they are answered, and readers with a cursor, on four tickets: the customer of
 * each, and two of the staff who have all four open.
 */
export class Crowd {
  readonly acknowledged = new Map<string, { ticketId: string; seq: number }>();
  private readonly sent = new Set<string>();
  private readonly options: Options;
  private readonly random: () => number;
  private readonly readers: Reader[];
  private readonly writers: Promise<void>[];
  private writing = true;
  private running = true;

  constructor(options: Options) {
    this.options = options;
    this.random = seeded(options.seed);
    const { url, origin } = options;
    this.readers = [
      ...TICKET_IDS.map(
        (id, n) => new Reader({ url, origin, cookie: customerCookie(n), isStaff: false, ticketIds: [id] }),
      ),
      ...[0, 1].map((n) => new Reader({ url, origin, cookie: staffCookie(n), isStaff: true, ticketIds: TICKET_IDS })),
    ];
    this.writers = Array.from({ length: WRITERS }, (_, n) => this.write(n));
  }

  private async write(n: number) {
    for (let turn = 0; this.running; turn += 1) {
      if (!this.writing) {
        await sleep(5);
        continue;
      }
      const [id, ticket] = [uuidv7(), TICKET_IDS[Math.floor(this.random() * TICKETS)] ?? ''];
      this.sent.add(id);
      await this.insist({ id, ticket, cookie: staffCookie(2 + ((n + turn * WRITERS) % (STAFF - 2))) });
      await sleep(this.random() * 8);
    }
  }

  private async insist({ id, ticket, cookie }: { id: string; ticket: string; cookie: string }) {
    const { url, origin } = this.options;
    while (this.running) {
      try {
        const response = await fetch(`${url}/api/tickets/${ticket}/messages`, {
          method: 'POST',
          headers: { origin, cookie, 'content-type': 'application/json' },
          body: JSON.stringify({ id, body: id }),
          signal: AbortSignal.timeout(within(2_000)),
        });
        if (response.ok) {
          const { seq } = (await response.json()) as { seq: number };
          this.acknowledged.set(id, { ticketId: ticket, seq });
          return;
        }
        if (response.status < 429)
          throw new Refused(`A send was answered ${response.status}: ${await response.text()}`);
      } catch (error) {
        if (error instanceof Refused) throw error;
      }
      // The answer was lost, or the server is away: the same id goes again.
      await sleep(10 + this.random() * 40);
    }
  }

  /** Lets everybody write until so many more were answered. */
  async answered(more: number) {
    const until = this.acknowledged.size + more;
    while (this.acknowledged.size < until) await sleep(2);
  }

  /** Stops the writers, waits until every reader shows what is stored, and holds everything against everything. */
  async judge(counts: Counts) {
    this.writing = false;
    const before = this.acknowledged.size;
    const limit = Date.now() + within(60_000);
    while (this.acknowledged.size < this.sent.size && Date.now() < limit) await sleep(10);
    const stored = storedIn(this.options.dataDir);
    const shows = (reader: Reader) => reader.ticketIds.every((id) => same(reader.shows(id), stored.get(id) ?? []));
    while (!this.readers.every(shows) && Date.now() < limit) await sleep(10);

    const everywhere = new Set([...stored.values()].flat());
    for (const id of this.acknowledged.keys()) {
      if (everywhere.has(id) || this.missed.has(id)) continue;
      this.missed.add(id);
      counts.lost += 1;
    }
    for (const ids of stored.values())
      for (const [i, id] of ids.entries()) {
        const known = this.acknowledged.get(id);
        // The first of each ticket was there before.
        if (i > 0 && !this.sent.has(id)) counts.doubled += 1;
        if (known && known.seq !== i + 1) counts.outOfOrder += 1;
      }
    for (const reader of this.readers)
      for (const id of reader.ticketIds) compare(reader.shows(id), stored.get(id) ?? [], counts);
    add(counts, { acknowledged: this.acknowledged.size - this.counted });
    this.counted = this.acknowledged.size;
    this.writing = true;
    return this.acknowledged.size - before;
  }
  private counted = 0;
  /** Each counts once, however often it is looked for. */
  private readonly missed = new Set<string>();

  async end() {
    this.running = false;
    await Promise.all([...this.readers.map((reader) => reader.stop()), ...this.writers]);
  }
}

class Refused extends Error {}

/** The ids of each ticket's messages by `seq`; throws where the numbers have a gap. */
export function storedIn(dataDir: string): Map<string, string[]> {
  const stored = new Map<string, string[]>();
  for (const { id, ticketId: ticket, seq } of storedMessages(dataDir)) {
    const ids = stored.get(ticket) ?? [];
    stored.set(ticket, ids);
    ids.push(id);
    if (seq !== ids.length) throw new Error(`The messages of ${ticket} have a gap before ${seq}.`);
  }
  return stored;
}

const same = (a: string[], b: string[]) => a.length === b.length && a.at(-1) === b.at(-1);

function compare(shown: string[], stored: string[], counts: Counts) {
  const seen = new Set(shown);
  counts.doubled += shown.length - seen.size;
  for (const id of stored) if (!seen.has(id)) counts.lost += 1;
  if (shown.length === stored.length && shown.some((id, i) => id !== stored[i])) counts.outOfOrder += 1;
}

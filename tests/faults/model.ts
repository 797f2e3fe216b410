/**
 * 5. A model of what everybody should see, against the real thing: one ticket, its customer and an agent, who send, retry,
 * edit, assign, resolve, reopen, reconnect and reload, while the server is killed and restored under them.
 */
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp } from '../../db/sqlite/backup.ts';
import { restore } from '../../db/sqlite/restore.ts';
import { uuidv7 } from '../../db/ids.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { customerCookie, databaseIn, makeData, staffCookie, staffId, ticketId } from '../load/data.ts';
import { type Child, freePort, startChild } from '../support/child.ts';
import { Reader } from './reader.ts';
import { WAIT_MS } from '../support/within.ts';

const TICKET = ticketId(0);
const PATH = `/api/tickets/${TICKET}`;

interface Sent {
  id: string;
  body: string;
  by: 'customer' | 'agent';
}
interface Model {
  sent: Sent[];
  statusType: string;
  assignee: string | null;
  /** How it was when the backup was taken. */
  saved: Omit<Model, 'saved'> | null;
}
type Command = fc.AsyncCommand<Model, Real>;

/** The server, and the two who look at it. */
class Real {
  readonly dataDir: string;
  private readonly port: number;
  private server!: Child;
  private readers: Reader[] = [];
  private copies = 0;

  constructor(dataDir: string, port: number) {
    [this.dataDir, this.port] = [dataDir, port];
  }
  get url() {
    return `http://localhost:${this.port}`;
  }

  async start() {
    this.server = await startChild({ dataDir: this.dataDir, port: this.port, env: { LOG_LEVEL: 'silent' } });
    if (this.readers.length === 0) this.readers = [this.reader('customer'), this.reader('agent')];
  }

  private reader(who: Sent['by']) {
    const isStaff = who === 'agent';
    const cookie = isStaff ? staffCookie(0) : customerCookie(0);
    return new Reader({ url: this.url, origin: this.url, cookie, isStaff, ticketIds: [TICKET] });
  }

  async call(who: Sent['by'], method: string, path: string, body?: object) {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        origin: this.url,
        cookie: who === 'agent' ? staffCookie(0) : customerCookie(0),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  }

  kill = () => this.server.kill('SIGKILL');
  backUp() {
    this.copies += 1;
    backUp(databaseIn(this.dataDir), join(this.dataDir, `copy-${this.copies}.db`));
  }
  async restore() {
    await this.server.kill('SIGTERM');
    restore(join(this.dataDir, `copy-${this.copies}.db`), databaseIn(this.dataDir));
    await this.start();
  }
  async reload(n: number) {
    const reader = this.readers[n % 2];
    await reader?.stop();
    this.readers[n % 2] = this.reader(n % 2 ? 'agent' : 'customer');
  }

  /** Everybody shows what the model holds; waits for it as long as somebody would. */
  async check(model: Model) {
    const { body } = await this.call('agent', 'GET', PATH);
    const { statusType, assignee, lastSeq } = body as TicketRow;
    const real = { statusType, assignee: assignee?.id ?? null, lastSeq };
    const wanted = { statusType: model.statusType, assignee: model.assignee, lastSeq: model.sent.length };
    if (JSON.stringify(real) !== JSON.stringify(wanted))
      throw new Error(`It is ${JSON.stringify(real)}, and should be ${JSON.stringify(wanted)}.`);
    const ids = model.sent.map(({ id }) => id).join();
    const limit = Date.now() + WAIT_MS;
    for (const reader of this.readers)
      while (reader.shows(TICKET).join() !== ids) {
        if (Date.now() > limit) throw new Error(`Somebody sees ${reader.shows(TICKET).join()} and not ${ids}.`);
        await new Promise((turn) => setTimeout(turn, 10));
      }
  }

  async end() {
    for (const reader of this.readers) await reader.stop();
    await this.server.kill('SIGKILL');
  }
}

/** It waited for them, or was done: now it waits for the team. */
function afterCustomer({ statusType, assignee }: Model) {
  if (statusType === 'pending') return assignee ? 'in_progress' : 'open';
  return statusType === 'resolved' ? 'open' : statusType;
}
const isClosed = ({ statusType }: Model) => statusType === 'closed';

function command(
  name: string,
  run: (model: Model, real: Real) => Promise<void>,
  check: (model: Model) => boolean = () => true,
): Command {
  return {
    check,
    toString: () => name,
    async run(model, real) {
      await run(model, real);
      await real.check(model);
    },
  };
}

async function expectStatus(answer: Promise<{ status: number; body: unknown }>, status: number) {
  const got = await answer;
  if (got.status !== status)
    throw new Error(`It was answered ${got.status} and not ${status}: ${JSON.stringify(got.body)}`);
}

const send = (by: Sent['by'], n: number) =>
  command(`${by} sends`, async (model, real) => {
    const message = { id: uuidv7(), body: `No. ${n}` };
    const answer = real.call(by, 'POST', `${PATH}/messages`, message);
    if (isClosed(model)) return expectStatus(answer, 409);
    await expectStatus(answer, 201);
    if (by === 'customer') model.statusType = afterCustomer(model);
    if (by === 'agent' && model.assignee === null && model.statusType !== 'resolved') {
      model.assignee = staffId(0);
      if (model.statusType === 'open') model.statusType = 'in_progress';
    }
    model.sent.push({ ...message, by });
  });

const retry = (n: number) =>
  command(
    'retries',
    async (model, real) => {
      const known = model.sent[n % model.sent.length];
      if (known)
        await expectStatus(real.call(known.by, 'POST', `${PATH}/messages`, { id: known.id, body: known.body }), 200);
    },
    (model) => model.sent.length > 1 && n % model.sent.length > 0,
  );

const edit = (n: number) =>
  command(
    'edits',
    async (model, real) => {
      const known = model.sent[n % model.sent.length];
      if (known)
        await expectStatus(real.call(known.by, 'PATCH', `${PATH}/messages/${known.id}`, { body: `Edit ${n}` }), 200);
    },
    (model) => model.sent.length > 1 && n % model.sent.length > 0,
  );

const assign = (give: boolean) =>
  command(give ? 'is taken' : 'is given back', async (model, real) => {
    const done = model.statusType === 'resolved' || isClosed(model);
    const same = model.assignee === (give ? staffId(0) : null);
    const answer = real.call('agent', 'PUT', `${PATH}/assignee`, { assigneeId: give ? staffId(0) : null });
    if (give && done && !same) return expectStatus(answer, 409);
    await expectStatus(answer, 200);
    model.assignee = give ? staffId(0) : null;
    if (give && model.statusType === 'open' && !same) model.statusType = 'in_progress';
  });

const status = (to: string) =>
  command(`becomes ${to}`, async (model, real) => {
    await expectStatus(real.call('agent', 'PUT', `${PATH}/status`, { status: to }), 200);
    model.statusType = to;
  });

const kill = command('the server is killed', async (_model, real) => {
  await real.kill();
  await real.start();
});
const reload = (n: number) => command('somebody reloads', (_model, real) => real.reload(n));
const backup = command('a backup is taken', async (model, real) => {
  real.backUp();
  const { saved: _before, ...now } = model;
  model.saved = structuredClone(now);
});
const restored = command(
  'it is restored',
  async (model, real) => {
    await real.restore();
    if (model.saved) Object.assign(model, structuredClone(model.saved));
  },
  (model) => model.saved !== null,
);

const COMMANDS = [
  fc.tuple(fc.constantFrom('customer' as const, 'agent' as const), fc.nat(999)).map(([by, n]) => send(by, n)),
  fc.tuple(fc.constantFrom('customer' as const, 'agent' as const), fc.nat(999)).map(([by, n]) => send(by, n)),
  fc.nat(99).map(retry),
  fc.nat(99).map(edit),
  fc.boolean().map(assign),
  fc.constantFrom('open', 'pending', 'resolved', 'resolved', 'closed').map(status),
  fc.constant(kill),
  fc.nat(1).map(reload),
  fc.constant(backup),
  fc.constant(restored),
];

/** Throws with the commands that led to it, and the seed that leads there again. */
export async function modelRuns({ seed, runs, most }: { seed: number; runs: number; most: number }) {
  const property = fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: most, size: 'max' }), async (commands) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'answerback-model-'));
    makeData(dataDir, { customers: 1, staff: 1, tickets: 1, open: 1, messages: 1 });
    const real = new Real(dataDir, await freePort());
    await real.start();
    const first = { id: '01900000-0004-7000-8000-000000000001', body: '', by: 'customer' as const };
    const model: Model = { sent: [first], statusType: 'open', assignee: null, saved: null };
    try {
      await fc.asyncModelRun(() => ({ model, real }), commands);
    } finally {
      await real.end();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
  // A shrunk run takes as long as the first: the seed is enough.
  await fc.assert(property, { seed, numRuns: runs, endOnFailure: true });
}

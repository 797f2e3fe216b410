/** Creates three days of history with the same commands that everything else uses. */
import { findActor } from '../auth/policy.ts';
import type { Actor } from '../auth/actor.ts';
import type { Storage } from '../attachments/storage.ts';
import { addUser } from '../auth/commands.ts';
import { hashPassword } from '../auth/passwords.ts';
import { createCommit, type Commit } from '../commit.ts';
import type { Connections } from '../../db/database.ts';
import { addNote } from '../notes/commands.ts';
import { sendMessage } from '../messages/commands.ts';
import { markRead } from '../reads/commands.ts';
import { openTicket, setStatus } from '../tickets/commands.ts';
import { AppError } from '../errors.ts';
import { rateTicket } from '../rating/commands.ts';
import type { CHANNELS } from '../tickets/contract.ts';
import { CUSTOMERS, emailOf, PASSWORD, RATINGS, STAFF, TALKS } from './cast.ts';
import { CHANNELS_SEEN } from './day.ts';
import { createFiles } from './files.ts';

const TICKETS = 200;
const SPAN_MS = 3 * 86_400_000;

/** The newest tickets came within two hours, and every fourth waits: the queue and the pace of an afternoon. */
const NEWEST = 60;
const NEWEST_EVERY_MS = 2 * 60_000;
const isUnanswered = (left: number) => left <= NEWEST && left % 4 === 0;

/** Deterministic for a given `random`. */
export async function tellHistory(
  { db, storage }: { db: Connections; storage: Storage },
  { now, random }: { now: number; random: () => number },
) {
  let clock = now - SPAN_MS;
  const commit = createCommit({
    writer: db.writer,
    clock: () => clock,
    publish: () => {},
    onFatal: (error) => {
      throw error;
    },
  });
  const attach = await createFiles({ commit, storage });
  const pick = <T>(list: readonly T[]): T =>
    list[Math.floor(random() * list.length)] ?? raise('An empty list was picked from.');
  const passwordHash = await hashPassword(PASSWORD);
  const join = (input: { name: string; email: string; role: string }) =>
    commit((unit) => addUser(unit, { ...input, passwordHash, byId: null }));
  const actor = async (id: string) => (await findActor(db.reader, id)) ?? raise('Nobody has this id.');

  const staff: Actor[] = [];
  for (const person of STAFF) staff.push(await actor(await join(person)));
  const customers: Actor[] = [];
  for (const name of CUSTOMERS)
    customers.push(await actor(await join({ name, email: emailOf(name), role: 'customer' })));

  for (let i = 0; i < TICKETS; i += 1) {
    // The last tickets come close together, so that the queue shows waits of minutes and not of days.
    const left = TICKETS - i;
    clock = now - (left < NEWEST ? left * NEWEST_EVERY_MS : 2 * 3_600_000 + ((left - NEWEST) / TICKETS) * SPAN_MS);
    // The conversation with files is one of those that somebody has.
    const isShown = left === 13;
    const talk = isShown ? TALKS[0] : pick(TALKS);
    const customer = isShown ? customers[0] : pick(customers);
    if (talk && customer)
      await tell(commit, {
        talk,
        customer,
        staff,
        pick,
        random,
        attach,
        channel: pick(CHANNELS_SEEN),
        until: isUnanswered(left) ? 'question' : left > 24 ? 'end' : isShown ? 'last' : 'middle',
        tick: (ms) => (clock = Math.min(now, clock + ms)),
      });
  }
  await commit.close();
  return { staff, customers };
}

interface Conversation {
  talk: (typeof TALKS)[number];
  customer: Actor;
  staff: Actor[];
  pick: <T>(list: readonly T[]) => T;
  random: () => number;
  attach: Awaited<ReturnType<typeof createFiles>>;
  channel: (typeof CHANNELS)[number];
  /** How far it went: old tickets are mostly resolved. */
  until: 'question' | 'middle' | 'last' | 'end';
  tick: (ms: number) => void;
}

async function tell(commit: Commit, conversation: Conversation) {
  const { talk, customer, staff, pick, random, attach, channel, until, tick } = conversation;
  const [first = '', ...rest] = talk.lines;
  const { subject, priority } = talk;
  const { ticket } = await commit((unit) =>
    openTicket(unit, customer, { subject, body: first, channel, ...(priority && { priority }) }),
  );
  if (until === 'question') return;
  const agent = pick(staff);
  const heard = until === 'middle' ? Math.ceil(random() * rest.length) : rest.length;
  for (const [i, body] of rest.slice(0, heard).entries()) {
    tick((2 + random() * 9) * 60_000);
    const speaker = i % 2 === 0 ? agent : customer;
    const attachmentIds = talk.files && i === 1 ? await attach(speaker, ticket.id) : [];
    const message = { ticketId: ticket.id, body, attachmentIds };
    await ignoreLimits(() => commit((unit) => sendMessage(unit, speaker, message)));
    if (random() < 0.8)
      await commit((unit) => markRead(unit, i % 2 === 0 ? customer : agent, { ticketId: ticket.id, seq: i + 2 }));
    const { note } = talk;
    if (note && i === 1) await commit((unit) => addNote(unit, pick(staff), { ticketId: ticket.id, body: note }));
  }
  if (until !== 'end') return;
  tick(10 * 60_000);
  const end = pick(['resolved', 'resolved', 'closed', 'closed', 'closed', 'cancelled']);
  await ignoreLimits(() => commit((unit) => setStatus(unit, staff[0] ?? agent, { ticketId: ticket.id, status: end })));
  if (random() < 0.4) return;
  tick(20 * 60_000);
  const [score, comment] = pick(RATINGS);
  const rating = { ticketId: ticket.id, score, ...(comment && { comment }) };
  await ignoreLimits(() => commit((unit) => rateTicket(unit, customer, rating)));
}

/** Ignores refusals: an agent may be full, or a ticket closed. */
async function ignoreLimits(work: () => Promise<unknown>) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

function raise(message: string): never {
  throw new Error(message);
}

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
import { CUSTOMERS, emailOf, PASSWORD, RATINGS, STAFF, TALKS } from './cast.ts';
import { createFiles } from './files.ts';

const TICKETS = 200;
const SPAN_MS = 3 * 86_400_000;

/** Deterministic for a given `random`. Returns the admin. */
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
    clock = now - (left < 20 ? left * 6 * 60_000 : 2 * 3_600_000 + ((left - 20) / TICKETS) * SPAN_MS);
    const talk = i === TICKETS - 12 ? TALKS[0] : pick(TALKS);
    const customer = i === TICKETS - 12 ? customers[0] : pick(customers);
    if (talk && customer)
      await tell(commit, {
        talk,
        customer,
        staff,
        pick,
        random,
        attach,
        isOld: left > 30,
        tick: (ms) => (clock = Math.min(now, clock + ms)),
      });
  }
  await commit.close();
  return staff[0] ?? raise('The shop has no admin.');
}

interface Conversation {
  talk: (typeof TALKS)[number];
  customer: Actor;
  staff: Actor[];
  pick: <T>(list: readonly T[]) => T;
  random: () => number;
  attach: Awaited<ReturnType<typeof createFiles>>;
  /** Old tickets are mostly resolved. */
  isOld: boolean;
  tick: (ms: number) => void;
}

async function tell(commit: Commit, { talk, customer, staff, pick, random, attach, isOld, tick }: Conversation) {
  const [first = '', ...rest] = talk.lines;
  const { subject, priority } = talk;
  const { ticket } = await commit((unit) =>
    openTicket(unit, customer, { subject, body: first, channel: 'portal', ...(priority && { priority }) }),
  );
  // 40 % of the new tickets stay unanswered.
  if (!isOld && random() < 0.4) return;
  const agent = pick(staff);
  const heard = isOld ? rest.length : Math.ceil(random() * rest.length);
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
  if (!isOld) return;
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

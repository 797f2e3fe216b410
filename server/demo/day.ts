/** The demo's day goes on: customers ask, a crew answers. Whatever nobody does, the queue stays a desk's worth of work. */
import type { Connections } from '../../db/database.ts';
import type { Actor } from '../auth/actor.ts';
import { findActor } from '../auth/policy.ts';
import type { Commit } from '../commit.ts';
import { AppError } from '../errors.ts';
import { sendMessage } from '../messages/commands.ts';
import { openTicket, setStatus } from '../tickets/commands.ts';
import type { CHANNELS } from '../tickets/contract.ts';
import { countsOf, longestWaiting, ticketsHeldBy, type TicketView } from '../tickets/queries.ts';
import { ASIDES, REPLIES, TALKS } from './cast.ts';

/** Below this a customer asks, above the next the crew answers. Snoozed tickets that wake may add a few. */
const WAITING_FEWEST = 13;
const WAITING_MOST = 18;
/** Of the first in the queue one is answered, not always the first: somebody may be reading that one. */
const AMONG_FIRST = 5;
const HELD_MOST = 8;
export const CHANNELS_SEEN: (typeof CHANNELS)[number][] = ['portal', 'portal', 'widget', 'widget', 'mail', 'api'];

interface Options {
  commit: Commit;
  db: Connections;
  random: () => number;
  customers: Actor[];
  /** The staff who answer. Tickets of other staff are left to the person who tries the demo. */
  crew: Actor[];
}

export function createDay({ commit, db, random, customers, crew }: Options) {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];

  async function asks() {
    const [customer, talk, channel = 'portal'] = [pick(customers), pick(TALKS), pick(CHANNELS_SEEN)];
    if (!customer || !talk) return;
    const { subject, priority, lines } = talk;
    const body = lines[0] ?? subject;
    await commit((unit) => openTicket(unit, customer, { subject, body, channel, ...(priority && { priority }) }));
  }

  async function answers(ticket: TicketView, agent: Actor) {
    const known = TALKS.find(({ subject }) => subject === ticket.subject);
    const body = (ticket.firstResponseAt === null && known?.lines[1]) || (pick(REPLIES) ?? 'Thank you.');
    await commit((unit) => sendMessage(unit, agent, { ticketId: ticket.id, body }));
  }

  async function takesOne() {
    const ticket = pick(await longestWaiting(db.reader, AMONG_FIRST));
    const agent = await leastBusy();
    if (ticket && agent) await answers(ticket, agent.actor);
  }

  async function leastBusy() {
    const all = await Promise.all(
      crew.map(async (actor) => ({ actor, held: await ticketsHeldBy(db.reader, actor.id) })),
    );
    return all.toSorted((a, b) => a.held.length - b.held.length)[0];
  }

  /** Something happens on a ticket that the crew has: the queue stays as long as it is. */
  async function goesOn() {
    const agent = pick(crew);
    if (!agent) return;
    const held = await ticketsHeldBy(db.reader, agent.id);
    const ticket = pick(held);
    if (!ticket) return;
    if (held.length > HELD_MOST || random() < 0.2)
      await commit((unit) => setStatus(unit, agent, { ticketId: ticket.id, status: 'resolved' }));
    else if (ticket.lastAuthorId === ticket.customerId) await answers(ticket, agent);
    else {
      const customer = await findActor(db.reader, ticket.customerId);
      const body = pick(ASIDES) ?? 'Hello?';
      if (customer) await commit((unit) => sendMessage(unit, customer, { ticketId: ticket.id, body }));
    }
  }

  return {
    async step() {
      const { waiting } = await countsOf(db.reader);
      try {
        if (waiting < WAITING_FEWEST) await asks();
        else if (waiting > WAITING_MOST) await takesOne();
        else if (random() < 0.35) await asks();
        else await goesOn();
      } catch (error) {
        // The person who tries the demo was faster, or the ticket is closed by now.
        if (!(error instanceof AppError)) throw error;
      }
    },
  };
}

export type Day = ReturnType<typeof createDay>;

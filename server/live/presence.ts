/**
 * Which staff have a ticket open and which write on it, for the rows of every desk's queue. All staff receive at most one
 * message a second, with only the tickets that changed. Continued typing is no change, so a desk where everybody types
 * costs no more messages than one where few do.
 */
import type { Connections } from '../../db/database.ts';
import { rooms } from './audience.ts';
import { type Event, type TicketPresence, TYPING_TTL_MS } from '../contract.ts';
import type { Feed } from '../feed.ts';
import type { Colleague, Person } from '../people/contract.ts';
import { colleagueList } from '../people/queries.ts';
import type { Io } from './io.ts';

const SEND_INTERVAL_MS = 1_000;

export interface QueuePresence {
  /** A member of the staff opened or left the ticket. */
  viewersChanged(ticketId: string): void;
  writes(ticketId: string, personId: string): void;
  /** The presence on every ticket, for a desk that has just connected. */
  now(): TicketPresence[];
  stop(): void;
}

export function createQueuePresence(io: Io, feed: Feed): QueuePresence {
  /** Ticket id → person id → when their typing expires. */
  const writers = new Map<string, Map<string, number>>();
  const sent = new Map<string, TicketPresence>();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  feed.subscribe('presence', (news) => {
    for (const one of news) if (one.kind === 'ticket') one.events.forEach(applyEvent);
  });

  /** A sent message or note ends its author's typing; a deleted ticket has no viewers. */
  function applyEvent({ type, ticketId, actor }: Event) {
    if (type === 'ticket.deleted') markChanged(ticketId);
    else if (actor && (type === 'message.sent' || type === 'note.added') && writers.get(ticketId)?.delete(actor.id))
      markChanged(ticketId);
  }

  function markChanged(ticketId: string) {
    changed.add(ticketId);
    if (!stopped) timer ??= setTimeout(sendChanges, SEND_INTERVAL_MS);
  }

  function sendChanges() {
    timer = undefined;
    for (const [ticketId, people] of writers) {
      for (const [id, until] of people) if (until <= performance.now()) people.delete(id);
      if (people.size === 0) writers.delete(ticketId);
      changed.add(ticketId);
    }
    const tickets = [...changed].map(presenceOn).filter(differsFromSent);
    changed.clear();
    for (const one of tickets) {
      if (one.viewing.length + one.writing.length > 0) sent.set(one.ticketId, one);
      else sent.delete(one.ticketId);
    }
    if (tickets.length > 0) io.to(rooms.staff).emit('queue-presence', { all: false, tickets });
    // A client reports typing, never its end: the timer finds who has stopped.
    if (writers.size > 0 && !stopped) timer = setTimeout(sendChanges, SEND_INTERVAL_MS);
  }

  const presenceOn = (ticketId: string): TicketPresence => ({
    ticketId,
    viewing: viewersOf(io, ticketId).map(({ id }) => id),
    writing: [...(writers.get(ticketId)?.keys() ?? [])],
  });

  function differsFromSent(one: TicketPresence) {
    const before = sent.get(one.ticketId) ?? { viewing: [], writing: [] };
    return before.viewing.join() !== one.viewing.join() || before.writing.join() !== one.writing.join();
  }

  return {
    viewersChanged: markChanged,
    writes(ticketId, personId) {
      const people = writers.get(ticketId) ?? new Map<string, number>();
      const isNew = !people.has(personId);
      writers.set(ticketId, people.set(personId, performance.now() + TYPING_TTL_MS));
      if (isNew) markChanged(ticketId);
    },
    now: () => [...sent.values()],
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** The staff who have the ticket open; a person with several tabs appears once, and a program not at all. */
export function viewersOf(io: Io, ticketId: string): Person[] {
  const people = new Map<string, Person>();
  for (const id of io.sockets.adapter.rooms.get(rooms.ticket(ticketId)) ?? []) {
    const actor = io.sockets.sockets.get(id)?.data.actor;
    if (actor && actor.tokenId === null) people.set(actor.id, { id: actor.id, name: actor.name, kind: 'staff' });
  }
  return [...people.values()];
}

export interface TeamNow {
  isHere: boolean;
  /** Those who are here first. */
  people: Pick<Colleague, 'name' | 'picture'>[];
}

export const createTeamNow =
  ({ io, db }: { io: Io; db: Connections }) =>
  async (): Promise<TeamNow> => {
    const all = await colleagueList(db.reader);
    const here = all.filter(
      ({ id, availability }) => availability === 'available' && io.sockets.adapter.rooms.has(rooms.user(id)),
    );
    return { isHere: here.length > 0, people: [...here, ...all.filter((one) => !here.includes(one))] };
  };

/**
 * Who of the staff has which ticket open and who writes on it, for the rows of everybody's queue. One message a second to
 * all of them at most, with ids of what is other than it was told: a desk where everybody types tells no more than one
 * where few do, since typing on is no change.
 */
import { rooms } from './audience.ts';
import { type Around as Told, type Event, TYPING_TTL_MS } from '../contract.ts';
import type { Feed } from '../feed.ts';
import type { Person } from '../people/contract.ts';
import type { Io } from './io.ts';

const EVERY_MS = 1_000;

export interface Around {
  /** Somebody opened it or left it. */
  moved(ticketId: string): void;
  writes(ticketId: string, personId: string): void;
  /** All of it, for a desk that has just come. */
  now(): Told[];
  stop(): void;
}

export function createAround(io: Io, feed: Feed): Around {
  /** Ticket → person → until when, unless they go on. */
  const writers = new Map<string, Map<string, number>>();
  const told = new Map<string, Told>();
  const moved = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  feed.subscribe('presence', (news) => {
    for (const one of news) if (one.kind === 'ticket') one.events.forEach(hear);
  });

  /** A person who sent what they wrote writes no more; nobody is at a ticket that is gone. */
  function hear({ type, ticketId, actor }: Event) {
    if (type === 'ticket.deleted') move(ticketId);
    else if (actor && (type === 'message.sent' || type === 'note.added') && writers.get(ticketId)?.delete(actor.id))
      move(ticketId);
  }

  function move(ticketId: string) {
    moved.add(ticketId);
    if (!stopped) timer ??= setTimeout(tell, EVERY_MS);
  }

  function tell() {
    timer = undefined;
    for (const [ticketId, people] of writers) {
      for (const [id, until] of people) if (until <= performance.now()) people.delete(id);
      if (people.size === 0) writers.delete(ticketId);
      moved.add(ticketId);
    }
    const tickets = [...moved].map(standing).filter(isNews);
    moved.clear();
    for (const one of tickets) {
      if (one.viewing.length + one.writing.length > 0) told.set(one.ticketId, one);
      else told.delete(one.ticketId);
    }
    if (tickets.length > 0) io.to(rooms.staff).emit('around', { all: false, tickets });
    // Somebody who stops says nothing of it.
    if (writers.size > 0 && !stopped) timer = setTimeout(tell, EVERY_MS);
  }

  const standing = (ticketId: string): Told => ({
    ticketId,
    viewing: viewersOf(io, ticketId).map(({ id }) => id),
    writing: [...(writers.get(ticketId)?.keys() ?? [])],
  });

  function isNews(one: Told) {
    const before = told.get(one.ticketId) ?? { viewing: [], writing: [] };
    return before.viewing.join() !== one.viewing.join() || before.writing.join() !== one.writing.join();
  }

  return {
    moved: move,
    writes(ticketId, personId) {
      const people = writers.get(ticketId) ?? new Map<string, number>();
      const isNew = !people.has(personId);
      writers.set(ticketId, people.set(personId, performance.now() + TYPING_TTL_MS));
      if (isNew) move(ticketId);
    },
    now: () => [...told.values()],
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** The staff who have it open, each once. */
export function viewersOf(io: Io, ticketId: string): Person[] {
  const people = new Map<string, Person>();
  for (const id of io.sockets.adapter.rooms.get(rooms.ticket(ticketId)) ?? []) {
    const actor = io.sockets.sockets.get(id)?.data.actor;
    if (actor) people.set(actor.id, { id: actor.id, name: actor.name, kind: 'staff' });
  }
  return [...people.values()];
}

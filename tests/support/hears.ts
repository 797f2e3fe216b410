import { expect } from 'vitest';
import type { EventType } from '../../server/contract.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { converge } from './converge.ts';
import type { Listener } from './listener.ts';
import type { World } from './world.ts';

/** What each side received about one ticket. `colleague` does not have it open and receives only `row`, or null. */
export interface Heard {
  customer: EventType[];
  open: EventType[];
  colleague: EventType[];
  row: TicketRow | null;
}

/** The state that a repeat must not change. */
export const SILENCE: Heard = { customer: [], open: [], colleague: [], row: null };

/**
 * Connects Jonas (the customer), Ana (has the ticket open), Ben (does not) and Mia (another customer), acts, and returns what
 * each received. A later fact of their own proves that everyone is connected, Mia must have received nothing, and everyone's
 * final state must equal a fresh one.
 */
export async function hears(world: World, ticketId: string, act: () => Promise<unknown>): Promise<Heard> {
  const { jonas, ana, ben, mia, sol } = world;
  const [his, hers] = await markersOf(world);
  const listeners = await Promise.all([jonas.listen(), ana.listen(ticketId), ben.listen(), mia.listen()]);
  const [customer, open, colleague, other] = listeners;
  // Ignores what came with the catch-up.
  for (const listener of listeners) listener.frames.length = 0;
  // Also ignores an earlier row that the hub held back until now.
  const { body: before } = await ana.get<Partial<TicketRow>>(`/api/tickets/${ticketId}`);
  await act();

  const { body: row } = await ana.get<Partial<TicketRow>>(`/api/tickets/${ticketId}`);
  const unknown = row.version === before.version ? Infinity : 0;
  const marks = await Promise.all([sol.says(his, 'After that'), sol.says(hers, 'After that')]);
  const reached = (listener: Listener) => {
    const { rows } = listener.state;
    return marks.every(({ eventId }, i) => (rows[[his, hers][i] ?? '']?.version ?? 0) >= eventId);
  };
  await Promise.all([
    customer.heard('message.sent', his),
    other.heard('message.sent', hers),
    ...[open, colleague].map((listener) => listener.until(() => reached(listener), 'the rows after that')),
    // A row may be held back for 100 ms, also one that they had not; there is nothing to wait for when the ticket is gone.
    ...[open, colleague].map((listener) =>
      listener.until(() => (listener.state.rows[ticketId]?.version ?? unknown) >= (row.version ?? 0), 'the last row'),
    ),
  ]);
  await Promise.all([converge(jonas, customer), converge(ana, open), converge(ben, colleague), converge(mia, other)]);

  expect(about(other, ticketId)).toEqual({ events: [], row: null });
  for (const listener of listeners) listener.close();
  return {
    customer: about(customer, ticketId).events,
    open: about(open, ticketId).events,
    colleague: about(colleague, ticketId).events,
    row: newer(about(colleague, ticketId).row, before.version ?? 0),
  };
}

const newer = (row: TicketRow | null, version: number) => (row && row.version > version ? row : null);

function about({ frames }: Listener, ticketId: string) {
  const rows = frames.flatMap((facts) => facts.rows).filter(({ id }) => id === ticketId);
  const events = frames.flatMap((facts) => facts.events).filter((event) => event.ticketId === ticketId);
  return { events: events.map(({ type }) => type), row: rows.at(-1) ?? null };
}

const markers = new WeakMap<World, Promise<[string, string]>>();

/** A ticket of Jonas and one of Mia, on which nothing else happens. */
function markersOf(world: World): Promise<[string, string]> {
  const known =
    markers.get(world) ??
    Promise.all([world.jonas.opens('A mark'), world.mia.opens('A mark')]).then(
      ([his, hers]) => [his.id, hers.id] as [string, string],
    );
  markers.set(world, known);
  return known;
}

import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { applyPage, type EventPage, fromSnapshot, type State } from '../../client/shared/state/timeline.ts';
import type { Snapshot } from '../../server/live/contract.ts';
import type { Person } from './person.ts';
import type { Listener } from './listener.ts';

/**
 * Asserts that a client's state (its old snapshot and all facts since) equals a fresh one, field by field: every row of
 * either, the counts, and each open conversation.
 */
export async function converge(person: Person, listener: Listener): Promise<void> {
  const { body: snapshot } = await person.get<Snapshot>('/api/snapshot');
  await listener.until(
    () => listener.state.cursor >= snapshot.cursor || caughtUpWith(listener.state, snapshot),
    'the newest facts',
  );
  const fresh = fromSnapshot(snapshot);
  for (const row of Object.values(fresh.rows)) expect(listener.state.rows[row.id]).toEqual(row);
  // Counts of views are in no snapshot.
  expect({ ...listener.state.counts, views: {} }).toEqual({ views: {}, ...fresh.counts });
  // Lists are sent a moment after their change.
  await listener.until(() => isDeepStrictEqual(listsIn(listener.state), listsIn(fresh)), 'every list as it is now');
  for (const [ticketId, conversation] of Object.entries(listener.state.open)) {
    const { body: page } = await person.get<EventPage>(`/api/tickets/${ticketId}/events?limit=100`);
    const reloaded = applyPage(fresh, page).open[ticketId];
    expect(conversation.entries).toEqual(reloaded?.entries);
  }
}

/** Notes move the head but reach only staff with the ticket open, so a cursor may stay behind it. */
function caughtUpWith(state: State, snapshot: Snapshot) {
  return snapshot.rows.every((row) => (state.rows[row.id]?.version ?? -1) >= row.version);
}

/** Opens a conversation on the screen, which is kept live from then on. */
export async function shows(person: Person, listener: Listener, ticketId: string): Promise<void> {
  const { body: page } = await person.get<EventPage>(`/api/tickets/${ticketId}/events?limit=100`);
  listener.state = applyPage(listener.state, page);
}

/** By name, in the order of their ids. How much each colleague holds is told with no change of the list, and left out. */
const listsIn = ({ lists }: State) =>
  Object.fromEntries(
    Object.entries(lists).map(([name, { items }]) => [
      name,
      items.map((item) => JSON.stringify({ ...item, activeTickets: undefined })).toSorted(),
    ]),
  );

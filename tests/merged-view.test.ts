import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeConversations } from '../client/shared/conversation/merged.ts';
import {
  applyPage,
  type Conversation,
  type EventPage,
  fromSnapshot,
  type State,
} from '../client/shared/state/timeline.ts';
import type { Message } from '../server/messages/contract.ts';
import type { Snapshot } from '../server/live/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { converge } from './support/converge.ts';
import type { Person } from './support/person.ts';
import { createWorld, type World } from './support/world.ts';

const jonas = { id: 'jonas', name: 'Jonas', kind: 'customer' } as const;
const message = (ticketId: string, eventId: number): Message => ({
  ...{ id: `m${eventId}`, ticketId, seq: eventId, eventId, author: jonas, body: `${eventId}` },
  ...{ attachments: [], createdAt: eventId, editedAt: null, deletedAt: null },
});
/** A conversation with these messages, loaded back to `olderBefore`. */
const conversation = (ticketId: string, ids: number[], olderBefore: number | null = null): Conversation => ({
  ...{ ticketId, position: ids.at(-1) ?? 0, olderBefore: olderBefore === null ? null : String(olderBefore) },
  ...{ isLoaded: true, newerAfter: null, ahead: [] },
  entries: ids.map((id) => ({
    ...{ kind: 'message', id: `m${id}`, eventId: id, ticketId, authorId: jonas.id, at: id },
    message: message(ticketId, id),
  })),
});
const shown = ({ entries }: { entries: { eventId: number }[] }) => entries.map(({ eventId }) => eventId);

describe('conversations read together', () => {
  it('stand in the order of time, whichever ticket they were written on', () => {
    const both = mergeConversations(conversation('a', [1, 4, 5]), [conversation('b', [2, 6]), conversation('c', [3])]);
    expect(shown(both)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(both.olderIn).toBeNull();
  });

  it('go back only as far as each is loaded, and ask for the one that is shortest', () => {
    const [a, b] = [conversation('a', [7, 9], 7), conversation('b', [4, 6, 8], 4)];
    const first = mergeConversations(a, [b]);
    expect([shown(first), first.olderIn]).toEqual([[7, 8, 9], 'a']);
    const second = mergeConversations(conversation('a', [3, 5, 7, 9], 3), [b]);
    expect([shown(second), second.olderIn]).toEqual([[4, 5, 6, 7, 8, 9], 'b']);
    const all = mergeConversations(conversation('a', [1, 3, 5, 7, 9]), [conversation('b', [2, 4, 6, 8])]);
    expect([shown(all), all.olderIn]).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9], null]);
  });

  it('opened in the middle of one show of the others what lies in that stretch', () => {
    const middle = { ...conversation('a', [4, 6], 4), newerAfter: '7' };
    const both = mergeConversations(middle, [conversation('b', [2, 5, 7, 9], 2)]);
    expect([shown(both), both.olderIn]).toEqual([[4, 5, 6, 7], 'a']);
  });
});

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const view = (state: State, main: TicketRow, others: TicketRow[]) => {
  const own = state.open[main.id];
  return own
    ? mergeConversations(
        own,
        others.flatMap(({ id }) => state.open[id] ?? []),
      ).entries
    : [];
};
async function shows(state: State, person: Person, rows: TicketRow[]): Promise<State> {
  const pages = await Promise.all(rows.map(({ id }) => person.get<EventPage>(`/api/tickets/${id}/events?limit=100`)));
  return pages.reduce((now, { body }) => applyPage(now, body), state);
}
const fresh = async (person: Person, rows: TicketRow[]) =>
  shows(fromSnapshot((await person.get<Snapshot>('/api/snapshot')).body), person, rows);

describe('a merged ticket, live', () => {
  it('reads at a desk that saw it happen as at one that comes later, and its notes reach no customer', async () => {
    const { jonas: asker, ana, sol } = world;
    const main = await asker.opens('The machine leaks');
    const twin = await asker.opens('Water on the floor');
    const note = await ana.post<{ id: string }>(`/api/tickets/${twin.id}/notes`, { body: 'secret: he calls daily' });
    const [desk, portal] = [await ana.listen(main.id, twin.id), await asker.listen()];
    desk.state = await shows(desk.state, ana, [main, twin]);
    portal.state = await shows(portal.state, asker, [main, twin]);
    const { id } = await asker.says(twin.id, 'Still wte');
    await sol.post(`/api/tickets/${twin.id}/merge`, { into: main.id });
    await asker.patch(`/api/tickets/${twin.id}/messages/${id}`, { body: 'Still wet' });
    await ana.patch(`/api/tickets/${twin.id}/notes/${note.body.id}`, { body: 'secret: he calls hourly' });
    await ana.says(main.id, 'A hose is on its way');
    await desk.heard('message.sent', main.id);
    await portal.heard('message.sent', main.id);
    await Promise.all([converge(ana, desk), converge(asker, portal)]);

    const later = await fresh(ana, [main, twin]);
    expect(view(desk.state, main, [twin])).toEqual(view(later, main, [twin]));
    const [texts, tickets] = [
      view(later, main, [twin]).flatMap((entry) => (entry.kind === 'message' ? entry.message.body : entry.kind)),
      new Set(view(later, main, [twin]).map((entry) => entry.ticketId)),
    ];
    expect(texts).toEqual(expect.arrayContaining(['Still wet', 'note', 'A hose is on its way']));
    expect(tickets).toEqual(new Set([main.id, twin.id]));
    expect(portal.bytes()).toContain('Still wet');
    expect(portal.bytes()).not.toContain('secret');
    expect(JSON.stringify((await asker.get(`/api/tickets/${twin.id}/events`)).body)).not.toContain('secret');
    for (const listener of [desk, portal]) listener.close();
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventPage } from '../client/shared/state/timeline.ts';
import type { Event, EventType } from '../server/contract.ts';
import { CATALOGUE, EVENT_TYPES } from '../server/events/catalogue.ts';
import type { CatchUp, Snapshot } from '../server/live/contract.ts';
import type { Tag } from '../server/tags/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { eventProblems } from './support/description.ts';
import { text } from './support/files.ts';
import type { Listener } from './support/listener.ts';
import type { Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { stored } from './support/stored.ts';
import { Visitor } from './support/visitor.ts';
import { createWorld, type World } from './support/world.ts';

/** A word that stands in every text of this file. */
const WORD = 'quillfish';
const HOUR_MS = 3_600_000;

/** No customer ever hears of these; apart from the catalogue, so that giving one a view for customers is noticed. */
const OF_THE_TEAM = new Set<EventType>([
  'note.added',
  'note.edited',
  'note.deleted',
  'ticket.aged',
  'ticket.due_set',
  'ticket.escalated',
  'ticket.linked',
  'ticket.snoozed',
  'ticket.tagged',
  'ticket.team_changed',
  'ticket.unlinked',
  'ticket.woke',
]);

/** On a live socket, and after each act also catching up over HTTP, as if the socket had been cut. */
interface Viewer {
  person: Person;
  listener: Listener;
  /** By their ids. */
  live: Map<number, Event>;
  readBack: Map<number, Event>;
  /** Reads what came since it was last called. */
  missed(): Promise<Event[]>;
}

let world: World;
let visitor: Visitor;
let jonas: Viewer;
let ida: Viewer;
let ana: Viewer;
const viewers: Viewer[] = [];

async function view(person: Person, watching: string[] = []): Promise<Viewer> {
  const { body: snapshot } = await person.get<Snapshot>('/api/snapshot');
  const listener = await person.listen(...watching);
  const live = new Map<number, Event>();
  listener.socket.on('facts', ({ events }) => events.forEach((event) => live.set(event.id, event)));
  const history = async (ticketId: string, after: number) =>
    (await person.get<EventPage>(`/api/tickets/${ticketId}/events?after=${after}&limit=100`)).body.items ?? [];
  const positions = new Map<string, number>();
  for (const id of watching) positions.set(id, (await history(id, 0)).at(-1)?.id ?? 0);
  let { cursor } = snapshot;
  return {
    ...{ person, listener, live, readBack: new Map<number, Event>() },
    async missed() {
      const { body } = await person.get<CatchUp>(`/api/events?after=${cursor}&epoch=${snapshot.epoch}`);
      if (body.resync) throw new Error(`${person.name} was told to start over: ${body.reason}.`);
      cursor = body.facts.cursor ?? cursor;
      const events = [...body.facts.events];
      for (const [id, after] of positions) {
        const since = await history(id, after);
        events.push(...since);
        positions.set(id, since.at(-1)?.id ?? after);
      }
      return events;
    },
  };
}

/** Reads back at once: texts are joined when an event is read, and the next act may change them. */
async function happens<T>(act: () => Promise<{ status: number; body: T }>): Promise<T> {
  const answer = await act();
  expect(answer).toMatchObject({ status: expect.toSatisfy((status: number) => status < 400) });
  for (const { listener, live, readBack, missed } of viewers) {
    const events = await missed();
    for (const event of events) readBack.set(event.id, event);
    await listener.until(() => events.every(({ id }) => live.has(id)), events.map(({ type }) => type).join());
  }
  return answer.body;
}

beforeAll(async () => {
  world = await createWorld();
  const { sol, ben, zoe, desk } = world;
  const site = await addSite(desk);
  visitor = await new Visitor(desk.url).begins(site.key);
  [jonas, ida] = [await view(world.jonas), await view(visitor)];
  viewers.push(jonas, ida);
  const opens = (person: Person) =>
    happens(() => person.post<TicketRow>('/api/tickets', { subject: WORD, body: `The first ${WORD}` }));
  const main = await opens(world.jonas);
  const other = await opens(world.jonas);
  const doomed = await opens(world.jonas);
  const theirs = await opens(visitor);
  ana = await view(
    world.ana,
    [main, other, doomed, theirs].map(({ id }) => id),
  );
  viewers.push(ana);
  const on = (ticket: TicketRow, path: string) => `/api/tickets/${ticket.id}${path}`;
  const put = (person: Person, path: string, body: object) => happens(() => person.put(path, body));

  for (const [kind, path] of [
    ['message', '/messages'],
    ['note', '/notes'],
  ] as const) {
    const { body: file } = await world.ana.attaches(main.id, text(`${WORD}.txt`, WORD), { kind });
    const body = { body: `An answer ${WORD}`, attachmentIds: [file.id] };
    const written = await happens(() => world.ana.post<{ id: string }>(on(main, path), body));
    await happens(() => world.ana.patch(on(main, `${path}/${written.id}`), { body: `Better ${WORD}` }));
    await happens(() => world.ana.delete(on(main, `${path}/${written.id}`)));
  }
  await happens(() => world.ana.post(on(main, '/notes'), { body: WORD, mentionIds: [ben.id] }));
  await happens(() => world.jonas.post(on(main, '/messages'), { body: `And another ${WORD}` }));
  await put(world.ana, on(main, '/read'), { seq: 3 });
  await happens(() => world.ana.post(on(main, '/messages'), { body: `This ${WORD}` }));
  await put(world.jonas, on(main, '/read'), { seq: 4 });

  await happens(() => sol.patch(on(main, ''), { priority: 'high' }));
  await happens(() => sol.patch(on(main, ''), { escalated: true }));
  await happens(() => sol.patch(on(main, ''), { dueAt: Date.now() + HOUR_MS }));
  await happens(() => sol.patch(on(main, ''), { subject: `Another ${WORD}` }));
  const team = await happens(() => sol.post<{ id: string }>('/api/teams', { name: WORD }));
  await put(sol, on(main, '/team'), { teamId: team.id });
  await put(sol, on(main, '/team'), { teamId: null });
  await put(sol, on(main, '/assignee'), { assigneeId: ben.id });
  await put(sol, on(main, '/assignee'), { assigneeId: null });
  await put(sol, on(main, '/snooze'), { until: Date.now() + HOUR_MS });
  await put(sol, on(main, '/snooze'), { until: null });
  const tag = await happens(() => sol.post<Tag>('/api/tags', { name: WORD }));
  await put(sol, on(main, '/tags'), { tagIds: [tag.id] });
  await put(sol, on(main, '/tags'), { tagIds: [] });
  await put(sol, on(main, `/links/${other.id}`), {});
  await happens(() => sol.delete(on(main, `/links/${other.id}`)));
  await happens(() => sol.post(on(other, '/merge'), { into: main.id }));
  await happens(() => sol.delete(on(other, '/merge')));
  await happens(() => sol.post(on(main, '/split'), { subject: WORD, fromSeq: 3 }));

  await put(sol, on(main, '/status'), { status: 'resolved' });
  await put(world.jonas, on(main, '/rating'), { score: 4 });
  await put(world.jonas, on(main, '/rating'), { score: 2, comment: `Slow ${WORD}` });
  await put(sol, on(main, '/status'), { status: 'closed' });
  await happens(() => world.jonas.post('/api/tickets', { subject: WORD, body: WORD, linkedTo: main.id }));
  await happens(() => visitor.patch('/api/widget/me', { name: `Ida ${WORD}` }));
  await happens(() => zoe.delete(on(doomed, '')));
  desk.ahead.ms += 2 * HOUR_MS;
  await ana.listener.heard('ticket.aged', other.id);
  // The last of all for each of them: what was sent before it has arrived.
  for (const ticket of [other, theirs]) await happens(() => sol.post(on(ticket, '/messages'), { body: WORD }));
});
afterAll(() => world.end());

const typesOf = (...these: Viewer[]) =>
  new Set(these.flatMap(({ live }) => [...live.values()].map(({ type }) => type)));

describe('every type of event', () => {
  it('happens in these tests', () => {
    expect(typesOf(jonas, ida, ana)).toEqual(new Set(EVENT_TYPES));
  });

  it('reaches the customer, unless it is for staff only', () => {
    expect(typesOf(jonas, ida)).toEqual(new Set(EVENT_TYPES.filter((type) => !OF_THE_TEAM.has(type))));
  });

  it('never tells customers the previous value', () => {
    expect([...ana.live.values()].some((event) => 'was' in event)).toBe(true);
    for (const { live } of [jonas, ida]) expect([...live.values()].filter((event) => 'was' in event)).toEqual([]);
  });

  it.each([
    ['the team', () => ana],
    ['a customer', () => jonas],
    ['a visitor', () => ida],
  ])('is read back by %s as it was told', (_who, viewer) => {
    const { live, readBack } = viewer();
    const told = [...live.values()].filter(({ type }) => CATALOGUE[type].readBack !== null);
    expect(told.length).toBeGreaterThan(0);
    expect([...readBack.values()].toSorted((a, b) => a.id - b.id)).toEqual(told.toSorted((a, b) => a.id - b.id));
  });

  it.each([
    ['the team', () => ana],
    ['a customer', () => jonas],
    ['a visitor', () => ida],
  ])('is heard by %s as the API description says, with no other field', async (_who, viewer) => {
    const problems = await eventProblems(world.desk.url);
    const events = [...viewer().live.values()];
    expect(events.length).toBeGreaterThan(0);
    expect(events.flatMap(problems)).toEqual([]);
  });

  it('is stored without any text that a person wrote', () => {
    const rows = stored<{ data: string }>(world.desk, 'SELECT data FROM events');
    expect(rows.length).toBeGreaterThan(EVENT_TYPES.length);
    expect(rows.filter(({ data }) => data.includes(WORD))).toEqual([]);
    const written = stored(world.desk, 'SELECT id FROM messages WHERE body LIKE ?', `%${WORD}%`);
    expect(written.length).toBeGreaterThan(0);
  });
});

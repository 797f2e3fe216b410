import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyFacts,
  applyMessage,
  applyPage,
  applyRow,
  type Entry,
  type EventPage,
  fromSnapshot,
  openConversation,
  type State,
} from '../client/shared/state/timeline.ts';
import { isSameHistory, withNewerRows, withPage } from '../client/shared/state/fresh.ts';
import { applyNewerPage, applyPageAround } from '../client/shared/state/timeline-around.ts';
import type { Event } from '../server/contract.ts';
import type { Message } from '../server/messages/contract.ts';
import type { Snapshot } from '../server/live/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';

const TICKET = 't1';
const jonas = { id: 'jonas', name: 'Jonas', kind: 'customer' } as const;
const row = (version: number, id = TICKET) => ({ id, version, subject: `as of ${version}` }) as TicketRow;
const empty = fromSnapshot({
  rows: [],
  cursor: 0,
  epoch: 'e',
  next: null,
  lists: { drafts: { version: 0, items: [] }, mentions: { version: 0, items: [] } },
} as unknown as Snapshot);

/** What may happen on a ticket, in the order of its ids. An edit or a deletion is of an earlier message. */
const history = fc
  .array(fc.record({ act: fc.constantFrom('send', 'edit', 'delete', 'status', 'read'), of: fc.nat(9) }), {
    maxLength: 30,
  })
  .map((acts) => {
    const sent: Message[] = [];
    return acts.flatMap(({ act, of }, i): Event[] => {
      const id = 10 * (i + 1);
      const base = { id, ticketId: TICKET, at: id, actor: jonas };
      const earlier = sent[of % Math.max(sent.length, 1)];
      if (act === 'status') return [{ ...base, type: 'ticket.status_changed', status: `s${i}` }];
      if (act === 'read') return [{ ...base, type: 'ticket.read', by: 'staff', seq: 1 }];
      if (act === 'send' || !earlier) {
        const message: Message = {
          ...{ id: `m${i}`, ticketId: TICKET, seq: sent.length + 1, eventId: id, author: jonas },
          ...{ body: `text ${i}`, attachments: [], createdAt: id, editedAt: null, deletedAt: null },
        };
        sent.push(message);
        return [{ ...base, type: 'message.sent', message }];
      }
      if (earlier.deletedAt) return [];
      const changed = act === 'edit' ? { body: `edit ${i}`, editedAt: id } : { body: '', deletedAt: id };
      const message: Message = { ...earlier, ...changed };
      sent[sent.indexOf(earlier)] = message;
      return [{ ...base, type: act === 'edit' ? 'message.edited' : 'message.deleted', message }];
    });
  });

const facts = (events: Event[], rows: TicketRow[] = [], cursor = 0) => ({ events, rows, cursor });
const opened = (state = empty) => openConversation(state, TICKET);
const entries = (state: State) => state.open[TICKET]?.entries;
/** As a page load shows it: the present text of everything, read marks left out. */
function page(events: Event[], { before = Infinity, limit = Infinity } = {}): EventPage {
  const now = new Map(
    events.flatMap((event) => ('message' in event ? [[event.message.id, event.message] as const] : [])),
  );
  const all = events
    .filter((event) => event.type !== 'ticket.read' && event.id < before)
    .map((event) => ('message' in event ? { ...event, message: now.get(event.message.id) ?? event.message } : event));
  const items = all.slice(Math.max(0, all.length - limit));
  return {
    items,
    next: items.length < all.length ? String(items[0]?.id) : null,
    newer: null,
    row: row(events.at(-1)?.id ?? 0),
    position: items.at(-1)?.id ?? 0,
  };
}
/** The first so many after an event. */
function pageAfter(events: Event[], after: number, limit: number): EventPage {
  const all = page(events).items.filter((event) => event.id > after);
  const items = all.slice(0, limit);
  const next = items.length < all.length ? String(items.at(-1)?.id) : null;
  return { ...page(events), items, next, position: items.at(-1)?.id ?? after };
}
function pageAround(events: Event[], around: number, limit: number): EventPage {
  const older = page(events, { before: around + 1, limit });
  const newer = pageAfter(events, around, limit);
  const items = [...older.items, ...newer.items];
  return { ...page(events), items, next: older.next, newer: newer.next, position: events.at(-1)?.id ?? 0 };
}

describe('the reducer', () => {
  it('shows the same for facts one by one, all at once, twice, and after a reload', () => {
    fc.assert(
      fc.property(history, fc.nat(30), (events, cut) => {
        const reloaded = entries(applyPage(opened(), page(events)));
        const live = events.reduce((state, event) => applyFacts(state, facts([event])), opened());
        const again = applyFacts(live, facts(events.slice(cut)));
        const half = applyPage(opened(), page(events.slice(0, cut)));
        const caughtUp = applyFacts(half, facts(events.slice(Math.max(0, cut - 3))));
        for (const state of [live, again, caughtUp, applyFacts(opened(), facts(events))])
          expect(entries(state)).toEqual(reloaded);
      }),
    );
  });

  it('shows one’s own message once, wherever the answer arrives among the facts', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat(30)), (events, places) => {
        const sends = events.flatMap((event) => (event.type === 'message.sent' ? [event.message] : []));
        const plan = events.map((event) => (state: State) => applyFacts(state, facts([event])));
        for (const message of sends) plan.splice(places.next().value ?? 0, 0, (state) => applyMessage(state, message));
        const state = plan.reduce((now, step) => step(now), opened());
        const ids = entries(state)?.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids?.length);
        expect(entries(state)).toEqual(entries(applyPage(opened(), page(events))));
      }),
    );
  });

  it('shows the same when older pages come in the middle of what is new', () => {
    fc.assert(
      fc.property(history, fc.nat(30), fc.integer({ min: 1, max: 5 }), (events, cut, limit) => {
        let state = applyPage(opened(), page(events.slice(0, cut), { limit }));
        const fresh = events.slice(cut);
        for (let turn = 0; turn < events.length + 1; turn += 1) {
          const next = fresh.shift();
          if (next) state = applyFacts(state, facts([next]));
          const before = state.open[TICKET]?.olderBefore;
          if (before) state = applyPage(state, page(events, { before: Number(before), limit }));
        }
        expect(entries(state)).toEqual(entries(applyPage(opened(), page(events))));
      }),
    );
  });

  it('shows the same when it was opened in the middle, whatever pages and facts come in whatever order', () => {
    const steps = fc.array(fc.constantFrom('fact', 'older', 'newer', 'ask', 'answer'), { maxLength: 60 });
    fc.assert(
      fc.property(
        history,
        fc.record({ at: fc.nat(300), cut: fc.nat(30), limit: fc.integer({ min: 1, max: 4 }) }),
        steps,
        (events, { at, cut, limit }, plan) => {
          const now = () => events.slice(0, told);
          let told = Math.min(cut, events.length);
          let state = applyPageAround(opened(), pageAround(now(), at, limit));
          let asked: { after: string; page: EventPage } | null = null;
          const rest = [...plan, ...events.map(() => 'fact'), ...events.flatMap(() => ['older', 'newer']), 'newer'];
          for (const step of rest) {
            const { olderBefore = null, newerAfter = null } = state.open[TICKET] ?? {};
            const fact = step === 'fact' ? events[told] : undefined;
            if (fact) {
              told += 1;
              state = applyFacts(state, facts([fact]));
            }
            if (step === 'older' && olderBefore)
              state = applyPage(state, page(now(), { before: Number(olderBefore), limit }));
            if (step === 'newer' && newerAfter)
              state = applyNewerPage(state, pageAfter(now(), Number(newerAfter), limit), newerAfter);
            // A page that was read a while ago, or is of a place that was left.
            if (step === 'ask' && newerAfter)
              asked = { after: newerAfter, page: pageAfter(now(), Number(newerAfter), limit) };
            if (step === 'answer' && asked) state = applyNewerPage(state, asked.page, asked.after);
            expectNoGap(entries(state) ?? [], entries(applyPage(opened(), page(now()))) ?? []);
          }
          expect(state.open[TICKET]).toMatchObject({ olderBefore: null, newerAfter: null, ahead: [] });
          expect(entries(state)).toEqual(entries(applyPage(opened(), page(events))));
        },
      ),
    );
  });

  it('keeps what is said at the end while the middle is shown, until the pages between are there', () => {
    const said = Array.from({ length: 9 }, (_, i) => sentAt(10 * (i + 1)));
    let state = applyPageAround(opened(), pageAround(said.slice(0, 8), 20, 2));
    state = applyFacts(state, facts(said.slice(8)));
    expect(entries(state)?.map(({ eventId }) => eventId)).toEqual([10, 20, 30, 40]);
    expect(state.open[TICKET]).toMatchObject({ newerAfter: '40', ahead: [{ eventId: 90 }] });
    state = applyNewerPage(state, pageAfter(said.slice(0, 8), 40, 4), '40');
    expect(entries(state)?.map(({ eventId }) => eventId)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90]);
  });

  it('keeps the newest row of each ticket, in whatever order they come', () => {
    const rows = fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c'), version: fc.nat(50) }));
    fc.assert(
      fc.property(rows, (all) => {
        const state = all.reduce((now, { id, version }) => applyRow(now, row(version, id)), empty);
        for (const { id } of all) {
          const newest = Math.max(...all.filter((one) => one.id === id).map(({ version }) => version));
          expect(state.rows[id]?.version).toBe(newest);
        }
      }),
    );
  });

  it('returns the same state object when there is nothing new', () => {
    fc.assert(
      fc.property(history, (events) => {
        const state = applyFacts(opened(), facts(events, [row(500)], 500));
        expect(applyFacts(state, facts(events, [row(400)], 500))).toBe(state);
      }),
    );
  });

  it('drops a deleted ticket and its open conversation', () => {
    const state = applyFacts(opened(applyRow(empty, row(1))), facts([]));
    const gone = { id: 9, ticketId: TICKET, at: 9, actor: null, type: 'ticket.deleted' } as const;
    expect(applyFacts(state, facts([gone], [], 9))).toMatchObject({ rows: {}, open: {}, cursor: 9 });
  });
});

function sentAt(id: number): Event {
  const message: Message = {
    ...{ id: `m${id}`, ticketId: TICKET, seq: id / 10, eventId: id, author: jonas },
    ...{ body: `text ${id}`, attachments: [], createdAt: id, editedAt: null, deletedAt: null },
  };
  return { id, ticketId: TICKET, at: id, actor: jonas, type: 'message.sent', message };
}

/** All that lies between the first and the last that are shown is shown. */
function expectNoGap(shown: Entry[], all: Entry[]) {
  const [first, last] = [shown[0]?.eventId ?? 0, shown.at(-1)?.eventId ?? -1];
  const between = all.filter(({ eventId }) => eventId >= first && eventId <= last);
  expect(shown.map(({ eventId }) => eventId)).toEqual(between.map(({ eventId }) => eventId));
}

describe('a new snapshot', () => {
  it('shows the same as a reload after catching up, whatever was known before and however late a page arrives', () => {
    fc.assert(
      fc.property(history, fc.nat(30), fc.nat(30), fc.integer({ min: 1, max: 30 }), (events, known, read, limit) => {
        const before = applyPage(opened(), page(events.slice(0, known)));
        const asked = page(events.slice(0, read), { limit });
        const told = new Set(asked.items.map(({ id }) => id));
        const put = withPage(
          empty,
          {
            ...{ ticketId: TICKET, position: asked.position, tells: (id) => told.has(id) },
            apply: (state) => applyPage(state, asked),
          },
          before.open[TICKET],
        );
        const caughtUp = applyFacts(put, facts(events.filter(({ id }) => id > asked.position)));
        const oldest = Number(caughtUp.open[TICKET]?.olderBefore ?? 0);
        const reloaded = entries(applyPage(opened(), page(events)))?.filter(({ eventId }) => eventId >= oldest);
        expect(entries(caughtUp)).toEqual(reloaded);
      }),
    );
  });

  it('keeps only rows that are newer than the snapshot', () => {
    const fresh = { ...applyRow(empty, row(5, 'a')), cursor: 7 };
    const before = [row(9, 'a'), row(8, 'b'), row(6, 'gone')].reduce(applyRow, empty);
    expect(Object.values(withNewerRows(fresh, before).rows).map(({ id, version }) => [id, version])).toEqual([
      ['a', 9],
      ['b', 8],
    ]);
  });

  it('keeps nothing of another user or another epoch', () => {
    const of = (id: string, epoch: string) => ({ ...empty, epoch, me: { id } as State['me'] });
    expect(isSameHistory(of('nora', 'e'), of('nora', 'e'))).toBe(true);
    expect(isSameHistory(of('nora', 'e'), of('', ''))).toBe(true);
    expect(isSameHistory(of('otto', 'e'), of('nora', 'e'))).toBe(false);
    expect(isSameHistory(of('nora', 'after a restore'), of('nora', 'e'))).toBe(false);
    expect(isSameHistory(of('nora', 'e'), null)).toBe(false);
  });
});

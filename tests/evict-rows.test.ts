import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evictRows, neededRowIds } from '../client/desk/queue/unneeded-rows.ts';
import {
  applyFacts,
  applyPage,
  type EventPage,
  fromSnapshot,
  openConversation,
  type State,
} from '../client/shared/state/timeline.ts';
import type { Facts } from '../server/contract.ts';
import type { Snapshot } from '../server/live/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';

const ana = { id: 'ana', name: 'Ana', kind: 'staff' } as const;
const row = (id: string, version: number, more: Partial<TicketRow> = {}) =>
  ({
    ...{ id, version, statusType: 'resolved', assignee: null, snoozedUntil: null, waitingSince: null, mergedFrom: [] },
    ...more,
  }) as unknown as TicketRow;
const waits = (id: string, since: number, version = since) =>
  row(id, version, { statusType: 'open', waitingSince: since });
const NONE = { version: 0, items: [] };
const NO_LISTS = { drafts: NONE, mentions: NONE, team: NONE, priorities: NONE } as unknown as Snapshot['lists'];
const stateOf = (rows: TicketRow[], more: Partial<Snapshot> = {}) =>
  fromSnapshot({
    ...{ rows, me: ana, cursor: 0, epoch: 'e', next: null, lists: NO_LISTS },
    ...more,
  } as unknown as Snapshot);
const lightened = (state: State, spare: number) => evictRows(state, new Set(neededRowIds(state)), spare);
const ids = (state: State) => Object.keys(state.rows).toSorted();

describe('evicting rows', () => {
  it('drops the rows that changed least recently', () => {
    const state = stateOf([row('d', 4), row('a', 1), row('e', 5), row('c', 3), row('b', 2)]);
    expect(ids(lightened(state, 2))).toEqual(['d', 'e']);
  });

  it('keeps all rows while there are few', () => {
    const state = stateOf([row('a', 1), row('b', 2), row('c', 3), row('d', 4)]);
    expect(lightened(state, 2)).toBe(state);
  });

  it('keeps rows that are open, merged with an open one, written to, mentioned, own, or at the head of the queue', () => {
    const rows = [
      ...[row('open', 1, { mergedFrom: [{ id: 'merged' }] as TicketRow['mergedFrom'] }), row('merged', 2)],
      ...[row('draft', 3), row('mention', 4), row('mine', 5, { statusType: 'open', assignee: { ...ana } })],
      ...[waits('first', 6), waits('edge', 7), waits('beyond', 8), row('old', 9), row('new', 10)],
    ];
    const state = stateOf(rows, {
      next: 'waiting_0123456789ab_7_edge',
      lists: {
        ...NO_LISTS,
        drafts: { version: 0, items: [{ ticketId: 'draft', kind: 'message' }] },
        mentions: { version: 0, items: [{ ticketId: 'mention', eventId: 4 }] },
      },
    });
    const kept = ids(
      evictRows(openConversation(state, 'open'), new Set(neededRowIds(openConversation(state, 'open'))), 1),
    );
    expect(kept).toEqual(['draft', 'edge', 'first', 'mention', 'merged', 'mine', 'new', 'open']);
  });

  it('loads an evicted row again with its next event or page', () => {
    const state = lightened(stateOf(['a', 'b', 'c', 'd', 'e'].map((id, i) => row(id, i + 1))), 1);
    expect(ids(state)).toEqual(['e']);
    const facts = { events: [], rows: [row('a', 9)], cursor: 9 } as unknown as Facts;
    expect(applyFacts(state, facts).rows['a']?.version).toBe(9);
    const page = { items: [], next: null, newer: null, row: row('b', 2), position: 2 } as EventPage;
    expect(applyPage(state, page).rows['b']?.version).toBe(2);
  });

  it('gives the same state as a desk that evicts nothing, and stays bounded all day', () => {
    const change = fc.record({ id: fc.nat(60), waiting: fc.boolean(), light: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 300 }), (changes) => {
        let all = stateOf([]);
        let few = all;
        for (const [i, { id, waiting, light }] of changes.entries()) {
          const version = i + 1;
          const one = waiting ? waits(`t${id}`, version) : row(`t${id}`, version);
          const facts = { events: [], rows: [one], cursor: version } as unknown as Facts;
          [all, few] = [applyFacts(all, facts), applyFacts(few, facts)];
          if (light) few = lightened(few, 5);
        }
        few = lightened(few, 5);
        for (const one of Object.values(few.rows)) expect(one).toEqual(all.rows[one.id]);
        const needed = neededRowIds(all);
        expect(ids(few)).toEqual(expect.arrayContaining(needed));
        expect(ids(few).length).toBeLessThanOrEqual(new Set(needed).size + 10);
      }),
    );
  });
});

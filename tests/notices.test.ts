import { describe, expect, it } from 'vitest';
import { createRules } from '../client/desk/notices/rules.ts';
import { durationWords } from '../client/desk/notices/duration-words.ts';
import type { TicketRow } from '../server/tickets/contract.ts';

const ana = { id: 'ana', name: 'Ana', kind: 'staff' } as const;
const ben = { id: 'ben', name: 'Ben', kind: 'staff' } as const;
const jonas = { id: 'jonas', name: 'Jonas', kind: 'customer' } as const;
const NOW = 1_000_000;

/** As it stands after Jonas opened it at NOW + 1. */
const row = (change: Partial<TicketRow> = {}) =>
  ({
    ...{ id: 't', assignee: null, statusType: 'open', lastSeq: 1, unread: 1, waitingSince: NOW + 1 },
    lastMessage: { author: jonas, excerpt: '', at: NOW + 1 },
    ...change,
  }) as TicketRow;
const said = (by: TicketRow['customer'], at: number) => ({ author: by, excerpt: '', at });

/** What Ana is told, step by step. */
function told(...steps: TicketRow[]) {
  const rules = createRules({ me: 'ana', since: NOW });
  return steps.map((step) => rules.news([step]).length > 0);
}

describe('a notice', () => {
  it('is raised once for a new ticket without an assignee', () => {
    expect(told(row(), row())).toEqual([true, false]);
  });

  it('is not raised for a ticket that waited before, though its row arrives only now', () => {
    expect(told(row({ waitingSince: NOW - 1, lastMessage: said(jonas, NOW - 1) }))).toEqual([false]);
    expect(told(row({ waitingSince: NOW - 1, lastSeq: 2 }))).toEqual([false]);
  });

  it('is not raised when I take a ticket, nor when its priority changes', () => {
    expect(told(row(), row({ assignee: ana, statusType: 'in_progress' }))).toEqual([true, false]);
    expect(told(row(), row({ priority: 'high' }))).toEqual([true, false]);
  });

  it('is raised for every unread customer message on my tickets', () => {
    const mine = { assignee: ana, statusType: 'in_progress' } as const;
    const answered = row({ ...mine, lastSeq: 2, waitingSince: null, lastMessage: said(ana, NOW + 2), unread: 0 });
    const again = row({ ...mine, lastSeq: 3, waitingSince: NOW + 3, lastMessage: said(jonas, NOW + 3) });
    const more = row({ ...mine, lastSeq: 4, waitingSince: NOW + 3, lastMessage: said(jonas, NOW + 4), unread: 2 });
    expect(told(row(), answered, again, more, { ...more, unread: 0 })).toEqual([true, false, true, true, false]);
    expect(told(answered, { ...again, unread: 0 })).toEqual([false, false]);
  });

  it('is not raised for tickets and messages of colleagues', () => {
    const his = { assignee: ben, statusType: 'in_progress' } as const;
    expect(told(row(his), row({ ...his, lastSeq: 2, lastMessage: said(jonas, NOW + 2) }))).toEqual([false, false]);
    expect(told(row({ lastMessage: said(ben, NOW + 1) }))).toEqual([false]);
  });

  it('is raised when an unassigned ticket waits again, and not for its second message', () => {
    const answered = row({ lastSeq: 2, waitingSince: null, lastMessage: said(ben, NOW + 2) });
    const again = row({ lastSeq: 3, waitingSince: NOW + 3, lastMessage: said(jonas, NOW + 3) });
    const more = row({ lastSeq: 4, waitingSince: NOW + 3, lastMessage: said(jonas, NOW + 4) });
    expect(told(row(), answered, again, more)).toEqual([true, false, true, false]);
  });

  it('is raised once for each missed change after a disconnect', () => {
    const rules = createRules({ me: 'ana', since: NOW });
    const rows = ['a', 'b', 'c'].map((id) => row({ id }));
    expect(rules.news(rows).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(rules.news(rows)).toEqual([]);
  });
});

describe('a length of time', () => {
  const MINUTE = 60_000;
  it.each([
    [0, 'less than a minute'],
    [-5, 'less than a minute'],
    [1, '1 minute'],
    [12, '12 minutes'],
    [60, '1 hour'],
    [102, '1 hour 42 minutes'],
    [1440, '1 day'],
    [1441, '1 day'],
    [2 * 1440 + 3 * 60, '2 days 3 hours'],
  ])('of %i minutes is said as %j', (minutes, words) => {
    expect(durationWords(minutes * MINUTE)).toBe(words);
  });
});

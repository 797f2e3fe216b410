/** Doing something to a ticket: at once with a line, else in its turn behind what was written; and taking it back. */
import { createEffect, createMemo, on } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import type { Act } from '../../shared/outbox/act.ts';
import { ApiError, Offline } from '../../shared/request.ts';
import type { OutboxItem } from '../../shared/outbox/item.ts';
import { type Session, useSession, useState } from '../../shared/state/session.ts';
import { applyRow, type State } from '../../shared/state/timeline.ts';
import { inverse, perform, withAct } from './act.ts';

export interface WaitingAct extends OutboxItem {
  act: Act;
}

/** Those that wait, and those that could not be done, in their order. */
export const actsIn = (session: Session): WaitingAct[] => (session.outbox()?.items() ?? []).filter(isAct);
const isAct = (item: OutboxItem): item is WaitingAct => item.act !== undefined;

/** Not those that are on their way this very moment. */
export function actsShown(session: Session): WaitingAct[] {
  const isLive = session.live.connection() === 'live';
  const isBehind = ({ ticketId, at }: WaitingAct) =>
    session
      .outbox()
      ?.of(ticketId)
      .some((one) => one.at < at && (one.state === 'failed' || one.state === 'held'));
  return actsIn(session).filter((one) => one.state === 'failed' || !isLive || isBehind(one));
}

/** What waits shows as if it were done; what was refused does not. */
export function showWaitingActs(session: Session) {
  const waiting = createMemo(() => actsIn(session).filter(({ state }) => state !== 'failed'));
  createEffect(
    on(waiting, (acts, before = []) => {
      const overlaid = (row: TicketRow, state: State) =>
        acts.reduce((now, { ticketId, act }) => (ticketId === row.id ? withAct(now, act, state) : now), row);
      const as = (row: TicketRow) => {
        const state = session.store.current();
        return state ? overlaid(row, state) : row;
      };
      session.store.overlay(as, [...new Set([...acts, ...before].map(({ ticketId }) => ticketId))]);
    }),
  );
}

export interface DoneAct {
  ticketId: string;
  /** What takes it back. */
  back: Act[];
  /** It waits under this id; null where the server has done it. */
  itemId: string | null;
  /** Without the connection, and not only behind a message on its way. */
  isOffline: boolean;
  seen: number;
}

export function useActs() {
  const session = useSession();
  const state = useState();

  /** What of the ticket is on the screen: its row, and its history where that is open and ahead of it. */
  function seenOf(ticketId: string) {
    const known = session.store.current();
    return Math.max(known?.rows[ticketId]?.version ?? 0, known?.open[ticketId]?.position ?? 0);
  }

  /** Throws the server's no. `seen` where it is another than what is on the screen now. */
  async function run(row: TicketRow, act: Act, seen = seenOf(row.id)): Promise<DoneAct> {
    const ticketId = row.id;
    const done = { ticketId, back: inverse(row, act), itemId: null, isOffline: false, seen };
    const isLive = session.live.connection() === 'live';
    const isFree = !session
      .outbox()
      ?.items()
      .some((item) => item.ticketId === ticketId && item.state !== 'failed');
    if (!isLive || !isFree) return { ...done, itemId: wait(ticketId, act, { seen }), isOffline: !isLive };
    try {
      const answer = await perform(ticketId, act, seen);
      session.store.change((now) => applyRow(now, answer));
      return { ...done, seen: answer.version };
    } catch (error) {
      if (!isNoAnswer(error)) throw error;
      return { ...done, itemId: wait(ticketId, act, { seen, tried: true }), isOffline: true };
    }
  }

  const wait = (ticketId: string, act: Act, about: { seen: number; tried?: boolean }) =>
    session.outbox()?.act(ticketId, act, about).id ?? null;

  return {
    run,
    /** What waits is taken out; what was done, or may have been, is put back, but not over what a colleague did since. */
    async undo({ ticketId, back, itemId, seen }: DoneAct): Promise<'undone' | 'already' | 'gone'> {
      const item = session
        .outbox()
        ?.items()
        .find(({ id }) => id === itemId);
      if (item) session.outbox()?.discard(item.id);
      if (item && !item.tried) return 'undone';
      if (!state.rows[ticketId]) return 'gone';
      // What was tried may show as it was, and be done all the same.
      if (!item && back.every((act) => isBack(state.rows[ticketId], act))) return 'already';
      for (const act of back) {
        const row = state.rows[ticketId];
        if (row && !isSo(row, act)) await run(row, act, seen);
      }
      return 'undone';
    },
  };
}

const isNoAnswer = (error: unknown) => error instanceof Offline || (error instanceof ApiError && error.status >= 500);
function isBack(row: TicketRow | undefined, { field, value }: Act): boolean {
  switch (field) {
    case 'status':
      return row?.status === value;
    case 'assignee':
      return (row?.assignee?.id ?? null) === value;
    case 'priority':
      return row?.priority === value;
    case 'escalated':
      return row?.escalated === value;
    case 'snooze':
      return row?.snoozedUntil === value;
    case 'tags':
      return row?.tags.join() === value.join();
    case 'unread':
      return false;
    default:
      return field satisfies never;
  }
}
/** What is so already needs no word to the server. */
const isSo = (row: TicketRow, act: Act) => act.field === 'status' && row.status === act.value;

/** Acts that wait in the outbox, and how rows show them. */
import { createEffect, createMemo, on } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import type { Act } from '../../shared/outbox/act.ts';
import type { OutboxItem } from '../../shared/outbox/item.ts';
import type { Session } from '../../shared/state/session.ts';
import type { State } from '../../shared/state/timeline.ts';
import { withAct } from './act.ts';

export interface WaitingAct extends OutboxItem {
  act: Act;
}

/** All waiting and failed acts, in order. */
export const actsIn = (session: Session): WaitingAct[] => (session.outbox()?.items() ?? []).filter(isAct);
const isAct = (item: OutboxItem): item is WaitingAct => item.act !== undefined;

/** Without acts whose request is running right now. */
export function actsShown(session: Session): WaitingAct[] {
  const isLive = session.live.connection() === 'live';
  const isBehind = ({ ticketId, at }: WaitingAct) =>
    session
      .outbox()
      ?.of(ticketId)
      .some((one) => one.at < at && (one.state === 'failed' || one.state === 'held'));
  return actsIn(session).filter((one) => one.state === 'failed' || !isLive || isBehind(one));
}

/** Rows show waiting acts as done; refused acts are not shown. */
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

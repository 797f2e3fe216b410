/** Runs acts on a ticket: at once when live, otherwise in order behind unsent messages; and undoes them. */
import type { TicketRow } from '../../../server/tickets/contract.ts';
import type { Act } from '../../shared/outbox/act.ts';
import { ApiError, Offline } from '../../shared/request.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { applyRow } from '../../shared/state/timeline.ts';
import { perform } from './act.ts';
import { handDue, inverse } from './inverse.ts';

export interface DoneAct {
  ticketId: string;
  /** The acts that undo it. */
  back: Act[];
  /** The id in the outbox; null when the server has done it. */
  itemId: string | null;
  /** Waits for the connection, not only for a message on its way. */
  isOffline: boolean;
  seen: number;
}

/** Facts follow an answer within milliseconds; on a line that breaks they may not come. */
const FACTS_WITHIN_MS = 1_000;

export function useActs() {
  const session = useSession();
  const state = useState();

  /** The version of the ticket on the screen: of its row, or of its open history when that is newer. */
  function seenOf(ticketId: string) {
    const known = session.store.current();
    return Math.max(known?.rows[ticketId]?.version ?? 0, known?.open[ticketId]?.position ?? 0);
  }

  const isLive = () => session.live.connection() === 'live';
  /** Whether an act on the ticket has nothing to wait for. */
  const mayGoNow = (ticketId: string) =>
    isLive() &&
    !session
      .outbox()
      ?.items()
      .some((item) => item.ticketId === ticketId && item.state !== 'failed');

  /** Whether a message of one's own is stored of which no fact has come: the row may be older than the ticket. */
  function isBehind(ticketId: string) {
    const conversation = session.store.current()?.open[ticketId];
    return (conversation?.entries.at(-1)?.eventId ?? 0) > (conversation?.position ?? 0);
  }

  /** The row with what the own message changed, such as the status: an undo must not bring back what was before it. */
  async function rowAfterMessage(row: TicketRow): Promise<TicketRow> {
    if (!isLive() || !isBehind(row.id)) return row;
    const { promise: came, resolve } = Promise.withResolvers<void>();
    const stop = session.store.onRows(() => isBehind(row.id) || resolve());
    const timer = setTimeout(resolve, FACTS_WITHIN_MS);
    await came;
    clearTimeout(timer);
    stop();
    return state.rows[row.id] ?? row;
  }

  /** Throws the server's refusal. `seen` overrides the version on the screen. */
  async function run(before: TicketRow, act: Act, seenBefore?: number): Promise<DoneAct> {
    const row = await rowAfterMessage(before);
    const ticketId = row.id;
    const seen = seenBefore ?? seenOf(ticketId);
    const done = { ticketId, back: inverse(row, act), itemId: null, isOffline: false, seen };
    if (!mayGoNow(ticketId)) return { ...done, itemId: wait(ticketId, act, { seen }), isOffline: !isLive() };
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
    ...{ wait, seenOf, mayGoNow },
    /** Removes a waiting act; reverts a done or uncertain act, unless a colleague changed the field since. */
    async undo({ ticketId, back, itemId, seen }: DoneAct): Promise<'undone' | 'already' | 'gone'> {
      const item = session
        .outbox()
        ?.items()
        .find(({ id }) => id === itemId);
      if (item) session.outbox()?.discard(item.id);
      if (item && !item.tried) return 'undone';
      if (!state.rows[ticketId]) return 'gone';
      // A tried act may show the old value although the server did it.
      if (!item && back.every((act) => isBack(state.rows[ticketId], act))) return 'already';
      for (const act of back) {
        const row = state.rows[ticketId];
        if (row && !isSo(row, act)) await run(row, act, seen);
      }
      return 'undone';
    },
  };
}

/** A full disk is an answer, which the person reads. */
export const isNoAnswer = (error: unknown) =>
  error instanceof Offline || (error instanceof ApiError && error.status >= 500 && error.code !== 'full');
export function isBack(row: TicketRow | undefined, { field, value }: Act): boolean {
  switch (field) {
    case 'status':
      return row?.status === value;
    case 'assignee':
      return (row?.assignee?.id ?? null) === value;
    case 'priority':
      return row?.priority === value;
    case 'category':
      return row !== undefined && row.category === value;
    case 'team':
      return row !== undefined && row.teamId === value;
    case 'escalated':
      return row?.escalated === value;
    case 'due':
      return row !== undefined && handDue(row) === value;
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
/** The ticket has the value already, or the time of the snooze has passed: no request is needed. */
export const isSo = (row: TicketRow, act: Act) =>
  (act.field === 'status' && row.status === act.value) ||
  (act.field === 'snooze' && (row.snoozedUntil === act.value || (act.value !== null && act.value <= Date.now())));

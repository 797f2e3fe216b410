/** One act on many tickets, and one undo for all of it. */
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { api, ApiError, Offline } from '../../shared/api.ts';
import { useSession, useState } from '../../shared/session.ts';
import { applyRow } from '../../shared/timeline.ts';
import { useDesk } from '../desk.ts';
import { t } from '../words.ts';

/** As many as a browser sends at once to one server. */
const AT_ONCE = 6;

interface Act {
  run: (row: TicketRow) => Promise<TicketRow>;
  /** Puts it back as it was. */
  undo: (was: TicketRow) => Promise<TicketRow>;
  words: (n: number) => string;
}

export function useBulk() {
  const state = useState();
  const { store } = useSession();
  const desk = useDesk();

  const keep = (row: TicketRow) => store.change((now) => applyRow(now, row));

  /** Answers those that it did, as they were, and why the first of the others was refused. */
  async function each(rows: TicketRow[], work: (row: TicketRow) => Promise<TicketRow>) {
    const waiting = [...rows];
    const done: TicketRow[] = [];
    let problem: string | null = null;
    const worker = async () => {
      for (let row = waiting.shift(); row; row = waiting.shift()) {
        try {
          keep(await work(row));
          done.push(row);
        } catch (error) {
          if (!(error instanceof ApiError || error instanceof Offline)) throw error;
          problem ??= error.message;
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return { done, problem };
  }

  async function act(ids: string[], { run, undo, words }: Act) {
    // As they are now: what is undone is this act, and not what colleagues do meanwhile.
    const rows = ids
      .flatMap((id) => (state.rows[id] ? [structuredClone(store.current()?.rows[id])] : []))
      .filter(isRow);
    const { done, problem } = await each(rows, run);
    const said = [
      done.length > 0 ? words(done.length) : null,
      problem ? t('bulk.refused', { n: rows.length - done.length, problem }) : null,
    ];
    desk.say({
      text: said.filter(Boolean).join(' '),
      ...(done.length > 0 && { undo: () => void each(done, undo) }),
    });
  }

  const backTo = async (was: TicketRow) => {
    const row = await api.setAssignee(was.id, was.assignee?.id ?? null);
    return row.status === was.status ? row : api.setStatus(was.id, was.status);
  };

  return {
    take: (ids: string[]) =>
      act(ids, {
        run: (row) => api.setAssignee(row.id, state.me.id),
        undo: backTo,
        words: (n) => t('bulk.taken', { n }),
      }),
    assign: (ids: string[], assigneeId: string) =>
      act(ids, {
        run: (row) => api.setAssignee(row.id, assigneeId || null),
        undo: backTo,
        words: (n) => t('bulk.assigned', { n, name: nameOf(assigneeId) }),
      }),
    status: (ids: string[], code: string) =>
      act(ids, {
        run: (row) => api.setStatus(row.id, code),
        undo: (was) => api.setStatus(was.id, was.status),
        words: (n) => t('bulk.status', { n, status: state.statuses.find((one) => one.code === code)?.name ?? code }),
      }),
    priority: (ids: string[], code: string) =>
      act(ids, {
        run: (row) => api.editTicket(row.id, { priority: code }),
        undo: (was) => api.editTicket(was.id, { priority: was.priority }),
        words: (n) =>
          t('bulk.priority', { n, priority: state.priorities.find((one) => one.code === code)?.name ?? code }),
      }),
    snooze: (ids: string[], until: number) =>
      act(ids, {
        run: (row) => api.setSnooze(row.id, until),
        undo: (was) => api.setSnooze(was.id, was.snoozedUntil),
        words: (n) => t('bulk.snoozed', { n }),
      }),
  };

  function nameOf(id: string) {
    return state.colleagues.find((person) => person.id === id)?.name ?? t('ticket.nobody');
  }
}

const isRow = (row: TicketRow | undefined): row is TicketRow => row !== undefined;

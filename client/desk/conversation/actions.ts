/** What an agent does to a ticket; each says what happened, and how to take it back. */
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { api } from '../../shared/api.ts';
import { useSession, useState } from '../../shared/session.ts';
import { momentWords } from '../../shared/time.ts';
import { applyRow } from '../../shared/timeline.ts';
import { useDesk, usePlace } from '../desk.ts';
import { rowsOf } from '../queue/views.ts';
import { t } from '../words.ts';

export function useActions() {
  const { store } = useSession();
  const state = useState();
  const desk = useDesk();
  const place = usePlace();

  const apply = async (work: () => Promise<TicketRow>) => {
    const row = await desk.attempt(work);
    if (row) store.change((now) => applyRow(now, row));
    return row !== null;
  };

  /**
   * Straight to the next of the view, or to its empty state. Not for whoever went elsewhere meanwhile; and where the
   * view shows everything, nothing left it.
   */
  async function goOn(from: string, before: string[]) {
    if (place.ticketId() !== from) return;
    const view = place.view();
    if (view === 'all') return place.close();
    let rest = shownIds().filter((id) => id !== from);
    // More wait than were loaded: that nobody does would be untrue.
    if (rest.length === 0 && view === 'waiting' && (state.counts?.waiting ?? 0) > 0) {
      const page = await desk.attempt(() => api.tickets({ order: 'waiting', assignee: 'none', active: 'true' }));
      store.change((now) => (page?.items ?? []).reduce(applyRow, now));
      rest = shownIds().filter((id) => id !== from);
      if (place.ticketId() !== from) return;
    }
    const next = before.slice(before.indexOf(from) + 1).find((id) => rest.includes(id)) ?? rest[0];
    // Whoever acted from the row that is done now has no hand on it any more: the list may let it go.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    if (next) place.open(next);
    else place.close();
    queueMicrotask(() => document.querySelector<HTMLElement>('#talk')?.focus());
  }

  const mayChangeOthers = () => state.me.rights.others_tickets?.includes('update') ?? false;
  const shownIds = () => rowsOf(place.view(), state).map((one) => one.id);

  /** To be assigned also starts a ticket, so its status goes back with its holder. */
  async function takeBack(id: string, assigneeId: string | null, status: string) {
    if (!(await apply(() => api.setAssignee(id, assigneeId)))) return;
    if (state.rows[id]?.status !== status) await apply(() => api.setStatus(id, status));
  }

  async function setStatus(row: TicketRow, code: string) {
    const { id, subject, status: was } = row;
    const before = shownIds();
    if (!(await apply(() => api.setStatus(id, code)))) return;
    const { name, type } = state.statuses.find((one) => one.code === code) ?? { name: code, type: 'open' };
    const isResolved = type === 'resolved';
    const text = isResolved ? t('ticket.resolved', { subject }) : t('ticket.statusSet', { subject, status: name });
    desk.say({ text, undo: () => void apply(() => api.setStatus(id, was)) });
    if (isResolved || type === 'closed' || type === 'cancelled') await goOn(id, before);
  }

  return {
    mayChange(row: TicketRow) {
      const holdsIt = row.assignee === null || row.assignee.id === state.me.id;
      return holdsIt || mayChangeOthers();
    },
    setStatus,
    resolve: (row: TicketRow) => setStatus(row, 'resolved'),
    async snooze(row: TicketRow, until: number | null) {
      const { id, subject, snoozedUntil: was } = row;
      const before = shownIds();
      if (!(await apply(() => api.setSnooze(id, until)))) return;
      const text = until ? t('snooze.done', { subject, time: momentWords(until) }) : t('snooze.woken', { subject });
      desk.say({ text, undo: () => void apply(() => api.setSnooze(id, was)) });
      if (until !== null && place.view() !== 'all') await goOn(id, before);
    },
    /** And away from it: who looks at it reads it. */
    async markUnread(row: TicketRow, seq: number) {
      place.close();
      await apply(() => api.setUnread(row.id, seq));
    },
    async escalate(row: TicketRow, escalated: boolean) {
      const { id, subject } = row;
      if (!(await apply(() => api.editTicket(id, { escalated })))) return;
      const undo = () => void apply(() => api.editTicket(id, { escalated: !escalated }));
      desk.say({ text: t(escalated ? 'ticket.escalated' : 'ticket.calmed', { subject }), undo });
    },
    async setPriority(row: TicketRow, code: string) {
      const { id, subject, priority: was } = row;
      if (!(await apply(() => api.editTicket(id, { priority: code })))) return;
      const priority = state.priorities.find((one) => one.code === code)?.name ?? code;
      const undo = () => void apply(() => api.editTicket(id, { priority: was }));
      desk.say({ text: t('ticket.prioritySet', { subject, priority }), undo });
    },
    async assign(row: TicketRow, assigneeId: string | null) {
      const { id, subject, status } = row;
      const [was, before] = [row.assignee?.id ?? null, shownIds()];
      if (!(await apply(() => api.setAssignee(id, assigneeId)))) return;
      // What a colleague holds may be theirs alone to give back: then no undo is offered that would be refused.
      const maySetAgain = assigneeId === null || assigneeId === state.me.id || mayChangeOthers();
      const name = state.colleagues.find((person) => person.id === assigneeId)?.name;
      const text = name ? t('ticket.assigned', { name, subject }) : t('ticket.unassigned', { subject });
      desk.say({ text, ...(maySetAgain && { undo: () => void takeBack(id, was, status) }) });
      // What I took I work on, and what nobody holds still stands in the queue.
      const isGone = assigneeId === null ? place.view() === 'mine' : assigneeId !== state.me.id;
      if (isGone) await goOn(id, before);
    },
  };
}

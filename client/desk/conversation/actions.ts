/** What an agent does to a ticket; each says what happened, and how to take it back. */
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { api } from '../../shared/api.ts';
import { useSession, useState } from '../../shared/session.ts';
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

  /** Straight to the next of the view, or to its empty state. */
  function goOn(from: string, before: string[]) {
    const rest = rowsOf(place.view(), state).filter((row) => row.id !== from);
    const after = before.slice(before.indexOf(from) + 1).find((id) => rest.some((row) => row.id === id));
    const next = after ?? rest[0]?.id;
    if (next && place.view() !== 'all') place.open(next);
    else place.close();
  }

  return {
    mayChange(row: TicketRow) {
      const holdsIt = row.assignee === null || row.assignee.id === state.me.id;
      return holdsIt || (state.me.rights.others_tickets?.includes('update') ?? false);
    },
    setStatus: (row: TicketRow, status: string) => apply(() => api.setStatus(row.id, status)),
    setPriority: (row: TicketRow, priority: string) => apply(() => api.editTicket(row.id, { priority })),
    async assign(row: TicketRow, assigneeId: string | null) {
      const { id, subject } = row;
      const was = row.assignee?.id ?? null;
      if (!(await apply(() => api.setAssignee(id, assigneeId)))) return;
      const name = state.colleagues.find((person) => person.id === assigneeId)?.name;
      const text = name ? t('ticket.assigned', { name, subject }) : t('ticket.unassigned', { subject });
      desk.say({ text, undo: () => void apply(() => api.setAssignee(id, was)) });
    },
    async resolve(row: TicketRow) {
      const { id, subject, status: was } = row;
      const before = rowsOf(place.view(), state).map((one) => one.id);
      if (!(await apply(() => api.setStatus(id, 'resolved')))) return;
      desk.say({ text: t('ticket.resolved', { subject }), undo: () => void apply(() => api.setStatus(id, was)) });
      goOn(id, before);
    },
  };
}

/** Merge, link and split; each announces its result and offers an undo. */
import type { TicketRef as Ref, TicketRow } from '../../../server/tickets/contract.ts';
import { request } from '../../shared/request.ts';
import { useSession } from '../../shared/state/session.ts';
import { applyRow } from '../../shared/state/timeline.ts';
import { useDesk, usePlace } from '../desk.ts';
import { leading } from '../keys/leading.ts';
import { t } from './words.ts';

export function useRelated() {
  const { store } = useSession();
  const desk = useDesk();
  const place = usePlace();
  const keep = (...rows: TicketRow[]) => store.change((now) => rows.reduce(applyRow, now));

  async function part(id: string, number: number) {
    const row = await desk.attempt(() => request('DELETE', `/tickets/${id}/merge`));
    if (!row) return false;
    keep(row);
    desk.say({ text: t('parted', { number }) });
    return true;
  }
  async function unlink(row: TicketRow, other: Ref) {
    if (!(await desk.attempt(() => request('DELETE', `/tickets/${row.id}/links/${other.id}`)))) return;
    desk.say({ text: t('unlinked', { number: other.number }), undo: () => link(row, other) });
  }
  async function link(row: TicketRow, other: Ref) {
    if (!(await desk.attempt(() => request('PUT', `/tickets/${row.id}/links/${other.id}`, {})))) return;
    desk.say({ text: t('linked', { number: other.number }), undo: () => unlink(row, other) });
  }
  /** The undo also returns to the ticket. */
  async function merge(row: TicketRow, into: Ref) {
    const both = await desk.attempt(() => request('POST', `/tickets/${row.id}/merge`, { into: into.id }));
    if (!both) return false;
    keep(both.ticket, both.into);
    const wasHere = place.ticketId() === row.id;
    if (wasHere) place.open(into.id);
    const undo = async () => {
      const isDone = await part(row.id, row.number);
      if (isDone && wasHere && place.ticketId() === into.id) place.open(row.id);
      return isDone;
    };
    desk.say({ text: t('merged', { number: row.number, into: into.number }), undo: () => leading(undo) });
    return true;
  }

  return {
    link,
    unlink,
    merge: (row: TicketRow, into: Ref) => leading(() => merge(row, into)),
    part,
  };
}

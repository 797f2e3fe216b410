import type { TicketRow } from '../../server/tickets/contract.ts';
import { firstName } from '../shared/names.ts';
import { t } from './words.ts';

/** What is going on, as its customer would say it. */
export function statusWords(row: TicketRow): string {
  switch (row.statusType) {
    case 'open':
    case 'in_progress':
      return row.assignee ? t('status.assigned', { name: firstName(row.assignee.name) }) : t('status.unassigned');
    case 'pending':
      return t('status.pending');
    case 'resolved':
      return t('status.resolved');
    case 'closed':
    case 'cancelled':
      return t('status.closed');
    default:
      return row.statusType satisfies never;
  }
}

export const isDone = (row: TicketRow) => ['resolved', 'closed', 'cancelled'].includes(row.statusType);

/** The same as the server's. */
export const isRateable = (row: TicketRow) => row.statusType === 'resolved' || row.statusType === 'closed';

/** Nobody has answered, or nobody holds it: the same line as the server's. */
export const isInLine = (row: TicketRow) =>
  row.waitingSince !== null && (row.assignee === null || row.firstResponseAt === null);

import type { TicketRow } from '../../server/tickets/contract.ts';
import { firstName } from '../shared/names.ts';
import { t } from './words.ts';

/** The status of a ticket in a customer's words. */
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

export const isDone = ({ statusType }: Pick<TicketRow, 'statusType'>) =>
  ['resolved', 'closed', 'cancelled'].includes(statusType);

/** The same rule as on the server. */
export const isRateable = (row: TicketRow) => row.statusType === 'resolved' || row.statusType === 'closed';

/** Waiting for the first reply or unassigned: the same queue as on the server. */
export const isInLine = (row: TicketRow) =>
  row.waitingSince !== null && (row.assignee === null || row.firstResponseAt === null);

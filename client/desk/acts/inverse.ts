import type { TicketRow } from '../../../server/tickets/contract.ts';
import type { Act } from '../../shared/outbox/act.ts';

/** The due date that a person set. */
export const handDue = ({ dueByHand, dueAt }: TicketRow) => (dueByHand ? dueAt : null);

/** The acts that restore the row. Assigning a ticket also sets its status, so both are restored. */
export function inverse(was: TicketRow, { field }: Act): Act[] {
  switch (field) {
    case 'status':
      // The end of a ticket is the end of its snooze too.
      return [
        { field, value: was.status },
        ...(was.snoozedUntil === null ? [] : [{ field: 'snooze' as const, value: was.snoozedUntil }]),
      ];
    case 'assignee':
      return [
        { field, value: was.assignee?.id ?? null },
        { field: 'status', value: was.status },
      ];
    case 'priority':
      return [{ field, value: was.priority }];
    case 'category':
      return [{ field, value: was.category }];
    case 'team':
      return [{ field, value: was.teamId }];
    case 'escalated':
      return [{ field, value: was.escalated }];
    case 'due':
      return [{ field, value: handDue(was) }];
    case 'snooze':
      return [{ field, value: was.snoozedUntil }];
    case 'tags':
      return [{ field, value: [...was.tags] }];
    case 'unread':
      return [];
    default:
      return field satisfies never;
  }
}

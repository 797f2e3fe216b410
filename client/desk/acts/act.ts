/** Acts on a ticket: the request and the changed row of each. */
import type { TicketRow } from '../../../server/tickets/contract.ts';
import type { Act } from '../../shared/outbox/act.ts';
import { api } from '../../shared/api.ts';
import type { State } from '../../shared/state/timeline.ts';
import { isActive } from '../queue/views.ts';

export function perform(ticketId: string, act: Act, seen?: number): Promise<TicketRow> {
  switch (act.field) {
    case 'status':
      return api.setStatus(ticketId, act.value, seen);
    case 'assignee':
      return api.setAssignee(ticketId, act.value, seen);
    case 'priority':
      return api.editTicket(ticketId, { priority: act.value, seen });
    case 'category':
      return api.editTicket(ticketId, { category: act.value, seen });
    case 'team':
      return api.setTeam(ticketId, act.value, seen);
    case 'escalated':
      return api.editTicket(ticketId, { escalated: act.value, seen });
    case 'due':
      return api.editTicket(ticketId, { dueAt: act.value, seen });
    case 'snooze':
      return api.setSnooze(ticketId, act.value, seen);
    case 'tags':
      return api.setTags(ticketId, act.value, seen);
    case 'unread':
      return api.setUnread(ticketId, act.value);
    default:
      return act satisfies never;
  }
}

/** The row as it will be after the act, if nothing else changes it. */
export function withAct(row: TicketRow, act: Act, state: State): TicketRow {
  switch (act.field) {
    case 'status':
      return withStatus(row, act.value, state);
    case 'assignee': {
      const person = state.lists.colleagues.items.find(({ id }) => id === act.value);
      const assignee = person ? { id: person.id, name: person.name, kind: 'staff' as const } : null;
      const started = state.lists.statuses.items.find(({ type, isDefault }) => type === 'in_progress' && isDefault);
      const held = { ...row, assignee };
      return assignee && started && row.statusType === 'open' ? withStatus(held, started.code, state) : held;
    }
    case 'priority':
      return { ...row, priority: act.value };
    case 'category':
      return { ...row, category: act.value };
    case 'team':
      return { ...row, teamId: act.value };
    case 'escalated':
      return { ...row, escalated: act.value };
    case 'due':
      return { ...row, dueAt: act.value, dueByHand: act.value !== null };
    case 'snooze':
      return { ...row, snoozedUntil: act.value };
    case 'tags':
      return { ...row, tags: act.value };
    case 'unread':
      return { ...row, unread: Math.max(1, row.unread) };
    default:
      return act satisfies never;
  }
}

function withStatus(row: TicketRow, code: string, { lists }: State): TicketRow {
  const statusType = lists.statuses.items.find((one) => one.code === code)?.type ?? row.statusType;
  const next = { ...row, status: code, statusType };
  return isActive(next) ? next : { ...next, waitingSince: null, unread: 0, snoozedUntil: null };
}

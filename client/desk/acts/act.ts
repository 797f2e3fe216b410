/** Acts on a ticket: the request, the changed row and the words of each. */
import type { TicketRow } from '../../../server/tickets/contract.ts';
import type { Act } from '../../shared/outbox/act.ts';
import { api } from '../../shared/api.ts';
import { momentWords } from '../../shared/time.ts';
import type { State } from '../../shared/state/timeline.ts';
import { isActive } from '../queue/views.ts';
import { t } from './words.ts';

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

/** The words of the control, such as “Resolve”. */
export function actWords(act: Act, state: State): string {
  switch (act.field) {
    case 'status': {
      const status = state.lists.statuses.items.find(({ code }) => code === act.value);
      return status?.type === 'resolved' ? t('resolve') : t('status', { status: status?.name ?? act.value });
    }
    case 'assignee': {
      if (act.value === state.me.id) return t('take');
      const name = state.lists.colleagues.items.find(({ id }) => id === act.value)?.name;
      return name ? t('assign', { name }) : t('handBack');
    }
    case 'priority':
      return t('priority', {
        priority: state.lists.priorities.items.find(({ code }) => code === act.value)?.name ?? act.value,
      });
    case 'category':
      return t('category', {
        category: state.lists.categories.items.find(({ code }) => code === act.value)?.name ?? t('none'),
      });
    case 'escalated':
      return act.value ? t('escalate') : t('calm');
    case 'due':
      return act.value === null ? t('undue') : t('due', { time: momentWords(act.value) });
    case 'snooze':
      return act.value === null ? t('wake') : t('snooze', { time: momentWords(act.value) });
    case 'tags':
      return t('tags');
    case 'unread':
      return t('unread');
    default:
      return act satisfies never;
  }
}

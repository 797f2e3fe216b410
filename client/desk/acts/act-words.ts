import type { Act } from '../../shared/outbox/act.ts';
import { momentWords } from '../../shared/time.ts';
import type { State } from '../../shared/state/timeline.ts';
import { t } from './words.ts';

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
    case 'team': {
      const name = state.lists.teams.items.find(({ id }) => id === act.value)?.name;
      return name ? t('team', { team: name }) : t('noTeam');
    }
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

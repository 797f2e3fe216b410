import { firstName } from '../../shared/names.ts';
import type { ChangeEvent, State } from '../../shared/timeline.ts';
import { t } from '../words.ts';

type Lists = Pick<State, 'statuses' | 'priorities'>;

/** What changed, as a colleague would tell it. */
export function changeWords(event: ChangeEvent, { statuses, priorities }: Lists): string {
  const name = event.actor ? firstName(event.actor.name) : t('change.system');
  const named = (list: { code: string; name: string }[], code: string | undefined) =>
    list.find((one) => one.code === code)?.name ?? code ?? '';
  switch (event.type) {
    case 'ticket.status_changed':
      // A customer sets none: they wrote, and that woke it.
      return t(event.actor?.kind === 'customer' ? 'change.wroteAgain' : 'change.status', {
        name,
        was: named(statuses, event.was),
        now: named(statuses, event.status),
      });
    case 'ticket.prioritised':
      return t('change.priority', { name, was: named(priorities, event.was), now: named(priorities, event.priority) });
    case 'ticket.assigned':
      if (!event.assignee) return t('change.handedBack', { name });
      return event.assignee.id === event.actor?.id
        ? t('change.took', { name })
        : t('change.gave', { name, to: firstName(event.assignee.name) });
    case 'ticket.edited':
      return t('change.edited', { name, fields: event.fields.join(', ') });
    default:
      return event satisfies never;
  }
}

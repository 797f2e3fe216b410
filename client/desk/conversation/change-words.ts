import { firstName } from '../../shared/names.ts';
import type { ChangeEvent, State } from '../../shared/state/timeline.ts';
import { momentWords } from '../../shared/time.ts';
import { shared } from '../words.ts';
import { t } from './words.ts';

/** The ticket that continues this one. */
export const continuedIn = (event: ChangeEvent) => (event.type === 'ticket.continued' ? event.in.id : null);

function ratedKey({ score, was, commented }: Extract<ChangeEvent, { type: 'ticket.rated' }>) {
  if (was === score) return commented ? 'change.commented' : 'change.uncommented';
  if (was !== null && was !== undefined) return 'change.ratedAnew';
  return 'change.rated';
}

/** Describes a change as a sentence. */
export function changeWords(event: ChangeEvent, { statuses, priorities, tags, teams }: State['lists']): string {
  const name = event.actor ? firstName(event.actor.name) : t('change.system');
  const named = (list: { items: { code: string; name: string }[] }, code: string | undefined) =>
    list.items.find((one) => one.code === code)?.name ?? code ?? '';
  switch (event.type) {
    case 'ticket.status_changed':
      if (event.replaced)
        return t('change.replaced', { was: named(statuses, event.was), now: named(statuses, event.status) });
      // A customer sets no status: their message reopened the ticket.
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
    case 'ticket.team_changed': {
      // A deleted team has no name any more.
      const team = (id: string | null) => teams.items.find((one) => one.id === id)?.name ?? '…';
      return event.teamId === null
        ? t('change.noTeam', { name, was: team(event.was) })
        : t('change.team', { name, team: team(event.teamId) });
    }
    case 'ticket.linked':
      return t('change.linked', { name, number: event.other.number });
    case 'ticket.unlinked':
      return t('change.unlinked', { name, number: event.other.number });
    case 'ticket.split':
      return event.into.id === event.ticketId
        ? t('change.splitFrom', { name, number: event.from.number })
        : t('change.splitInto', { name, number: event.into.number });
    case 'ticket.merged':
    case 'ticket.unmerged': {
      const isHere = event.into.id === event.ticketId;
      const { number } = isHere ? event.from : event.into;
      if (event.type === 'ticket.merged')
        return t(isHere ? 'change.mergedHere' : 'change.mergedThere', { name, number });
      return t(isHere ? 'change.unmergedHere' : 'change.unmergedThere', { name, number });
    }
    case 'ticket.customer_changed':
      return t(event.verified ? 'change.known' : 'change.renamed', { name: event.customer.name });
    case 'ticket.edited':
      return t('change.edited', { name, fields: event.fields.join(', ') });
    case 'ticket.escalated':
      return t(event.escalated ? 'change.escalated' : 'change.calmed', { name });
    case 'ticket.due_set':
      return event.dueAt === null
        ? t('change.dueCleared', { name })
        : t('change.due', { name, time: momentWords(event.dueAt) });
    case 'ticket.snoozed':
      return t('change.snoozed', { name, until: momentWords(event.until) });
    case 'ticket.woke':
      // A customer wakes a ticket by a message, which stands right below.
      return event.actor ? t('change.woke', { name }) : t('change.wokeByItself');
    case 'ticket.tagged': {
      const list = (ids: string[]) => ids.map((id) => tags.items.find((tag) => tag.id === id)?.name ?? '…').join(', ');
      if (event.removed.length === 0) return t('change.tagged', { name, tags: list(event.added) });
      if (event.added.length === 0) return t('change.untagged', { name, tags: list(event.removed) });
      return t('change.retagged', { name, added: list(event.added), removed: list(event.removed) });
    }
    case 'ticket.rated':
      return t(ratedKey(event), {
        name,
        score: shared(`scores.${event.score}`),
        was: shared(`scores.${event.was ?? event.score}`),
      });
    case 'ticket.continued':
      return t('change.continued', { number: event.in.number });
    default:
      return event satisfies never;
  }
}

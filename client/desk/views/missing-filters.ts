import type { State } from '../../shared/state/timeline.ts';
import type { Filters } from '../queue/filters.ts';
import { t } from './words.ts';

/** The filters of a list whose values no longer exist, as text, and the address without them. */
export function missingFilters(
  filters: Filters,
  state: State,
  search: URLSearchParams,
): { words: string; rest: URLSearchParams } | null {
  const rest = new URLSearchParams(search);
  const words: string[] = [];
  const known = {
    status: state.lists.statuses.items.map(({ code }) => code),
    priority: state.lists.priorities.items.map(({ code }) => code),
    category: state.lists.categories.items.map(({ code }) => code),
  };
  for (const what of ['status', 'priority', 'category'] as const) {
    const asked = filters.lists[what];
    const left = asked.filter((code) => known[what].includes(code));
    if (left.length === asked.length) continue;
    words.push(t(left.length > 0 ? 'gone.some' : 'gone.none', { what: t(`what.${what}`) }));
    put(what, left);
  }
  const teams = filters.lists.team.filter(
    (one) => one === 'mine' || one === 'none' || state.lists.teams.items.some(({ id }) => id === one),
  );
  if (teams.length < filters.lists.team.length) {
    words.push(t(teams.length > 0 ? 'gone.some' : 'gone.none', { what: t('what.team') }));
    put('team', teams);
  }
  const tags = filters.lists.tag.filter((id) => state.lists.tags.items.some((tag) => tag.id === id));
  if (tags.length < filters.lists.tag.length) {
    words.push(t('gone.tag'));
    put('tag', tags);
  }
  const { assignee } = filters;
  const isSomebody = assignee !== null && assignee !== 'me' && assignee !== 'none';
  if (isSomebody && !state.lists.colleagues.items.some(({ id }) => id === assignee)) {
    words.push(t('gone.person'));
    rest.delete('assignee');
  }
  return words.length > 0 ? { words: words.join(' '), rest } : null;

  function put(name: string, values: string[]) {
    rest.delete(name);
    for (const value of values) rest.append(name, value);
  }
}

/**
 * The choices of commands, for one ticket and for many. The caller says what a choice does; `now` is the current value.
 */
import type { Category } from '../../server/ticket-fields/contract.ts';
import { useState } from '../shared/state/session.ts';
import { momentWords } from '../shared/time.ts';
import { useLoad } from './colleagues/load.ts';
import { snoozeTimes } from './conversation/snooze-times.ts';
import { t as deskWords } from './words.ts';
import { t } from './conversation/words.ts';
import { offered } from './values.ts';

type Named = Pick<Category, 'code' | 'name' | 'description' | 'archived'>;

export function useChoices() {
  const state = useState();
  const load = useLoad();
  const named = (all: readonly Named[], now?: string | null) =>
    offered(all, [now]).map(({ code, name, description }) => ({
      ...{ id: code, value: code, words: name },
      ...{ hint: description, isNow: code === now },
    }));

  return {
    /** The value null means unassigned. */
    people: (now?: string | null) => [
      ...state.lists.colleagues.items.map((one) => ({
        ...{ id: one.id, value: one.id, isNow: one.id === now, hint: deskWords('me.load', load(one)) },
        words: one.availability === 'away' ? deskWords('availability.person', { name: one.name }) : one.name,
      })),
      { id: 'nobody', value: null, words: deskWords('ticket.nobody'), isNow: now === null },
    ],
    statuses: (now?: string) => named(state.lists.statuses.items, now),
    priorities: (now?: string) => named(state.lists.priorities.items, now),
    /** The value null means none. */
    categories: (now?: string | null) => [
      ...named(state.lists.categories.items, now),
      { id: 'none', value: null, words: deskWords('ticket.none'), isNow: now === null },
    ],
    /** The value null means no team. */
    teams: (now?: string | null) => [
      ...state.lists.teams.items.map(({ id, name }) => ({ id, value: id, words: name, isNow: id === now })),
      { id: 'no-team', value: null, words: deskWords('ticket.noTeam'), isNow: now === null },
    ],
    /** The value is the end of the snooze. */
    times: (from: number) =>
      snoozeTimes(from).map(({ name, at }) => ({
        id: name,
        value: at,
        words: t(`snooze.${name}`),
        hint: momentWords(at),
      })),
  };
}

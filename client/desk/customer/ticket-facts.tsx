import { For, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { useActions } from '../conversation/actions.ts';
import { Choice } from '../conversation/choice.tsx';
import { isActive } from '../queue/views.ts';
import { offered } from '../values.ts';
import { t } from '../words.ts';
import { DueChoice } from './due-choice.tsx';

/** What an admin wrote about it stands in its title. */
const Value = (value: { code: string; name: string; description: string }) => (
  <option value={value.code} title={value.description}>
    {value.name}
  </option>
);

/** Status, assignee, team, priority and category, each with its key, and the due date. */
export function TicketFacts(props: { row: TicketRow; locked: boolean; why: string | undefined }) {
  const state = useState();
  const actions = useActions();
  const categories = () => offered(state.lists.categories.items, [props.row.category]);
  return (
    <div>
      <Choice
        label={t('ticket.status')}
        value={props.row.status}
        disabled={props.locked}
        title={props.why}
        choose={(code) => void actions.setStatus(props.row, code)}
        command="status"
      >
        <For each={offered(state.lists.statuses.items, [props.row.status])}>{Value}</For>
      </Choice>
      <Choice
        label={t('ticket.assignee')}
        value={props.row.assignee?.id ?? ''}
        disabled={props.locked || !isActive(props.row)}
        title={props.why}
        choose={(id) => void actions.assign(props.row, id || null)}
        command="assign"
      >
        <option value="">{t('ticket.nobody')}</option>
        <For each={state.lists.colleagues.items}>
          {(person) => (
            <option value={person.id}>
              {person.availability === 'away' ? t('availability.person', { name: person.name }) : person.name}
            </option>
          )}
        </For>
      </Choice>
      <Show when={state.lists.teams.items.length > 0}>
        <Choice
          label={t('ticket.team')}
          value={props.row.teamId ?? ''}
          disabled={props.locked}
          title={props.why}
          choose={(id) => void actions.setTeam(props.row, id || null)}
          command="team"
        >
          <option value="">{t('ticket.noTeam')}</option>
          <For each={state.lists.teams.items}>{(team) => <option value={team.id}>{team.name}</option>}</For>
        </Choice>
      </Show>
      <Choice
        label={t('ticket.priority')}
        value={props.row.priority}
        disabled={props.locked}
        title={props.why}
        choose={(code) => void actions.setPriority(props.row, code)}
        command="priority"
      >
        <For each={offered(state.lists.priorities.items, [props.row.priority])}>{Value}</For>
      </Choice>
      <Show when={categories().length > 0 || props.row.category !== null}>
        <Choice
          label={t('ticket.category')}
          value={props.row.category ?? ''}
          disabled={props.locked}
          title={props.why}
          choose={(code) => void actions.setCategory(props.row, code || null)}
          command="category"
        >
          <option value="">{t('ticket.none')}</option>
          <For each={categories()}>{Value}</For>
        </Choice>
      </Show>
      <DueChoice row={props.row} disabled={props.locked || !isActive(props.row)} title={props.why} />
    </div>
  );
}

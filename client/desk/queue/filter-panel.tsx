import { For, onCleanup, onMount, Show } from 'solid-js';
import { useState } from '../../shared/state/session.ts';
import { usePlace } from '../desk.ts';
import { goIntoList } from '../keys/into-list.ts';
import { offered } from '../values.ts';
import { t } from '../words.ts';
import styles from './filter-panel.module.css';
import { countOf, type FlagFilter, type ListFilter as ListName, toggled, withOnly } from './filters.ts';
import { Find } from './find.tsx';
import type { List } from './list.ts';

const CHANNELS = ['portal', 'widget', 'api', 'mail'] as const;

/** All filters of a list. */
export function FilterPanel(props: { list: List; clear: () => void }) {
  const state = useState();
  const place = usePlace();
  let root!: HTMLDivElement;
  // The menu was opened before this was loaded.
  onMount(() => {
    if (root.closest(':popover-open') && !root.contains(document.activeElement)) root.querySelector('input')?.focus();
  });
  /** Down and Enter go on to what was found. Escape closes and keeps the filters; on the button it clears them. */
  function pressed(event: KeyboardEvent) {
    const { target: box, key } = event;
    const panel = root.closest<HTMLElement>(':popover-open');
    if (!panel || !(box instanceof HTMLInputElement) || box.type !== 'search' || event.isComposing) return;
    const isOn = !box.list && (key === 'Enter' || key === 'ArrowDown');
    if (!isOn && key !== 'Escape') return;
    event.preventDefault();
    box.dispatchEvent(new Event('change'));
    panel.hidePopover();
    if (isOn) goIntoList();
    else opener()?.focus();
  }
  const opener = () => document.querySelector<HTMLElement>('[popovertarget="queue-filter"]');
  onMount(() => {
    const button = opener();
    const cleared = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || root.closest(':popover-open') || countOf(props.list.filters()) === 0) return;
      event.preventDefault();
      props.clear();
    };
    button?.addEventListener('keydown', cleared);
    onCleanup(() => button?.removeEventListener('keydown', cleared));
  });
  const chosen = (name: ListName) => props.list.filters().lists[name];
  const coded = (all: readonly { code: string; name: string; archived: boolean }[], of: ListName) =>
    offered(all, chosen(of)).map(({ code, name }) => ({ value: code, name }));
  const tags = () => offered(state.lists.tags.items, chosen('tag'));
  const flag = (name: FlagFilter) =>
    place.sortAndFilter(withOnly(place.search(), name, props.list.filters().flags[name] ? null : 'true'));

  return (
    <div class={styles.filters} ref={root} onKeyDown={pressed}>
      <Find list={props.list} />
      <Values name="status" items={coded(state.lists.statuses.items, 'status')} list={props.list} />
      <Values name="priority" items={coded(state.lists.priorities.items, 'priority')} list={props.list} />
      <Show when={coded(state.lists.categories.items, 'category').length > 0}>
        <Values name="category" items={coded(state.lists.categories.items, 'category')} list={props.list} />
      </Show>
      <Show when={state.lists.teams.items.length > 0}>
        <Values
          name="team"
          items={[
            { value: 'mine', name: t('queue.filters.myTeams') },
            ...state.lists.teams.items.map(({ id, name }) => ({ value: id, name })),
            { value: 'none', name: t('ticket.noTeam') },
          ]}
          list={props.list}
        />
      </Show>
      <Show when={tags().length > 0}>
        <Values name="tag" items={tags().map(({ id, name }) => ({ value: id, name }))} list={props.list} />
      </Show>
      <Values
        name="channel"
        items={CHANNELS.map((value) => ({ value, name: t(`channels.${value}`) }))}
        list={props.list}
      />
      <fieldset>
        <legend>{t('queue.filters.flags')}</legend>
        <For each={['breached', 'escalated'] as const}>
          {(name) => (
            <label>
              <input type="checkbox" checked={props.list.filters().flags[name]} onChange={() => flag(name)} />
              {t(`queue.filters.${name}`)}
            </label>
          )}
        </For>
      </fieldset>
      <Show when={place.view() === 'all' || place.view() === 'snoozed'}>
        <label class={styles.with}>
          {t('queue.filters.assignee')}
          <select
            class="input"
            onChange={({ currentTarget }) =>
              place.sortAndFilter(withOnly(place.search(), 'assignee', currentTarget.value || null))
            }
          >
            <For each={people()}>
              {({ value, name }) => (
                <option value={value} selected={value === (props.list.filters().assignee ?? '')}>
                  {name}
                </option>
              )}
            </For>
          </select>
        </label>
      </Show>
    </div>
  );

  function people() {
    return [
      { value: '', name: t('queue.filters.anybody') },
      { value: 'me', name: t('queue.filters.me') },
      { value: 'none', name: t('ticket.nobody') },
      ...state.lists.colleagues.items.map(({ id, name }) => ({ value: id, name })),
    ];
  }
}

function Values(props: { name: ListName; items: { value: string; name: string }[]; list: List }) {
  const place = usePlace();
  const isOn = (value: string) => props.list.filters().lists[props.name].includes(value);
  return (
    <fieldset>
      <legend>{t(`queue.filters.${props.name}`)}</legend>
      <For each={props.items}>
        {({ value, name }) => (
          <label>
            <input
              type="checkbox"
              checked={isOn(value)}
              onChange={() => place.sortAndFilter(toggled(place.search(), props.name, value))}
            />
            <span dir="auto">{name}</span>
          </label>
        )}
      </For>
    </fieldset>
  );
}

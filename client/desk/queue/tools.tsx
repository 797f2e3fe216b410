import ListFilter from 'lucide-solid/icons/list-filter';
import { For, Show } from 'solid-js';
import { later } from '../../shared/later.ts';
import { useState } from '../../shared/session.ts';
import { usePlace } from '../desk.ts';
import { t } from '../words.ts';
import { countOf, type FlagFilter, type ListFilter as ListName, toggled, withOnly } from './filters.ts';
import type { List } from './list.ts';
import { ORDERS } from './orders.ts';
import styles from './tools.module.css';
import { VIEWS } from './views.ts';

// A moment after the list; nobody has opened the panel yet.
const Find = later(async () => (await import('./find.tsx')).Find);

const CHANNELS = ['portal', 'widget', 'api', 'mail'];

/** How the list is sorted and narrowed. Both live in the address. */
export function Tools(props: { list: List }) {
  const state = useState();
  const place = usePlace();
  const set = () => countOf(props.list.filters());
  // What is put off is only ever sorted by when it comes back where it is alone.
  const orders = () => ORDERS.filter((order) => order !== 'snoozed' || place.view() === 'snoozed');
  const sort = (order: string) =>
    place.sortAndFilter(withOnly(place.search(), 'sort', order === VIEWS[place.view()].order ? null : order));
  const flag = (name: FlagFilter) =>
    place.sortAndFilter(withOnly(place.search(), name, props.list.filters().flags[name] ? null : 'true'));
  const clear = () => place.sortAndFilter(withOnly(new URLSearchParams(), 'sort', place.search().get('sort')));

  return (
    <div class={styles.tools}>
      <select class={styles.sort} aria-label={t('queue.sort')} onChange={(event) => sort(event.currentTarget.value)}>
        <For each={orders()}>
          {(order) => (
            <option value={order} selected={order === props.list.order()}>
              {t(`queue.orders.${order}`)}
            </option>
          )}
        </For>
      </select>
      <button
        type="button"
        class={styles.filter}
        classList={{ [styles.on ?? '']: set() > 0 }}
        popovertarget="queue-filter"
      >
        <ListFilter size={14} stroke-width={1.75} aria-hidden="true" />
        {set() > 0 ? t('queue.filter.count', { n: set() }) : t('queue.filter.open')}
      </button>
      <Show when={set() > 0}>
        <button type="button" class={styles.clear} onClick={clear}>
          {t('queue.filter.clear')}
        </button>
      </Show>
      <div
        id="queue-filter"
        class={`menu ${styles.panel}`}
        popover="auto"
        role="dialog"
        aria-label={t('queue.filter.open')}
      >
        <Find list={props.list} />
        <Values
          name="status"
          items={state.statuses.map(({ code, name }) => ({ value: code, name }))}
          list={props.list}
        />
        <Values
          name="priority"
          items={state.priorities.map(({ code, name }) => ({ value: code, name }))}
          list={props.list}
        />
        <Show when={state.categories.length > 0}>
          <Values
            name="category"
            items={state.categories.map(({ code, name }) => ({ value: code, name }))}
            list={props.list}
          />
        </Show>
        <Show when={state.tags.length > 0}>
          <Values name="tag" items={state.tags.map(({ id, name }) => ({ value: id, name }))} list={props.list} />
        </Show>
        <Values name="channel" items={CHANNELS.map((value) => ({ value, name: value }))} list={props.list} />
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
        <button type="button" class="btn" popovertarget="queue-filter" popovertargetaction="hide">
          {t('queue.filter.done')}
        </button>
      </div>
    </div>
  );

  function people() {
    return [
      { value: '', name: t('queue.filters.anybody') },
      { value: 'me', name: t('queue.filters.me') },
      { value: 'none', name: t('ticket.nobody') },
      ...state.colleagues.map(({ id, name }) => ({ value: id, name })),
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
            <span class="clip" dir="auto">
              {name}
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
}

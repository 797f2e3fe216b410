import ArrowDown from 'lucide-solid/icons/arrow-down-wide-narrow';
import ListFilter from 'lucide-solid/icons/list-filter';
import { For, Show } from 'solid-js';
import { later } from '../../shared/later.ts';
import { useCommands } from '../commands.ts';
import { usePlace } from '../desk.ts';
import { Key } from '../keys/key.tsx';
import { t } from '../words.ts';
import { countOf, withOnly } from './filters.ts';
import type { List } from './list.ts';
import { ORDERS } from './orders.ts';
import styles from './tools.module.css';
import { VIEWS } from './views.ts';

// Loaded after the list.
const FilterPanel = later(async () => (await import('./filter-panel.tsx')).FilterPanel);

/** Sort and filters of the list. Both live in the address. */
export function Tools(props: { list: List }) {
  const place = usePlace();
  let opener!: HTMLButtonElement;
  let panel!: HTMLDivElement;
  const set = () => countOf(props.list.filters()) - Number(props.list.isNarrow());
  useCommands({
    filter: {
      run() {
        panel.showPopover();
        const box = panel.querySelector('input');
        box?.focus();
        box?.select();
      },
      when: () => opener.checkVisibility(),
    },
  });
  // Only the list of snoozed tickets can be sorted by the end of the snooze.
  const orders = () => ORDERS.filter((order) => order !== 'snoozed' || place.view() === 'snoozed');
  const sort = (order: string) =>
    place.sortAndFilter(withOnly(place.search(), 'sort', order === VIEWS[place.view()].order ? null : order));
  const clear = () => place.sortAndFilter(withOnly(new URLSearchParams(), 'sort', place.search().get('sort')));

  return (
    <div class={styles.tools}>
      <span class={styles.sort}>
        <ArrowDown size={14} stroke-width={1.75} aria-hidden="true" />
        <select aria-label={t('queue.sort')} onChange={(event) => sort(event.currentTarget.value)}>
          <For each={orders()}>
            {(order) => (
              <option value={order} selected={order === props.list.order()}>
                {t(`queue.orders.${order}`)}
              </option>
            )}
          </For>
        </select>
      </span>
      <button
        ref={opener}
        type="button"
        class="btn"
        classList={{ [styles.on ?? '']: set() > 0 }}
        popovertarget="queue-filter"
      >
        <ListFilter size={14} stroke-width={1.75} aria-hidden="true" />
        {set() > 0 ? t('queue.filter.count', { n: set() }) : t('queue.filter.open')} <Key of="filter" />
      </button>
      <Show when={set() > 0}>
        <button
          type="button"
          class="btn bare icon"
          aria-label={t('queue.filter.clear')}
          title={t('queue.filter.clear')}
          onClick={clear}
        >
          <span aria-hidden="true">×</span>
        </button>
      </Show>
      <div
        ref={panel}
        id="queue-filter"
        class={`menu ${styles.panel}`}
        popover="auto"
        role="dialog"
        aria-label={t('queue.filter.open')}
        onFocusOut={({ relatedTarget: next }) => {
          // Tabbing out closes the panel, because the focus would be hidden behind it. The opener closes it by itself.
          if (next instanceof HTMLElement && !panel.contains(next) && next !== opener) panel.hidePopover();
        }}
      >
        <FilterPanel list={props.list} clear={clear} />
        <button type="button" class="btn" popovertarget="queue-filter" popovertargetaction="hide">
          {t('queue.filter.done')}
        </button>
      </div>
    </div>
  );
}

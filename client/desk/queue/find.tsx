import X from 'lucide-solid/icons/x';
import { createSignal, createUniqueId, For, onCleanup, Show } from 'solid-js';
import type { NamedCustomer } from '../../../server/customers/contract.ts';
import { request } from '../../shared/request.ts';
import { useState } from '../../shared/state/session.ts';
import { showIn } from '../../shared/ui/box.ts';
import { useDesk, usePlace } from '../desk.ts';
import { t } from '../words.ts';
import { withOnly } from './filters.ts';
import styles from './find.module.css';
import { t as words } from './find-words.ts';
import type { List } from './list.ts';

const PAUSE_MS = 400;
const LEAST = 2;

/** The two typed filters: a text, and a customer. */
export function Find(props: { list: List }) {
  const place = usePlace();
  const set = (name: 'q' | 'customer', value: string | null) =>
    place.sortAndFilter(withOnly(place.search(), name, value));
  const text = createPause((value) => set('q', value.trim() || null));

  return (
    <>
      <label class={styles.field}>
        {t('queue.filters.text')}
        <input
          type="search"
          class="input"
          maxlength={300}
          autocomplete="off"
          dir="auto"
          ref={(box) => showIn(box, () => props.list.filters().q ?? '')}
          onInput={(event) => text.typed(event.currentTarget.value)}
          onChange={(event) => text.done(event.currentTarget.value)}
        />
      </label>
      <Show when={props.list.filters().customer} fallback={<Choose choose={(id) => set('customer', id)} />}>
        {(id) => <ChosenCustomer id={id()} drop={() => set('customer', null)} />}
      </Show>
    </>
  );
}

function ChosenCustomer(props: { id: string; drop: () => void }) {
  const state = useState();
  const name = () =>
    Object.values(state.rows).find(({ customer }) => customer.id === props.id)?.customer.name ?? words('one');
  return (
    <p class={styles.field}>
      {t('queue.filters.customer')}
      <button type="button" class={styles.chosen} title={words('drop')} onClick={() => props.drop()}>
        <span class="clip" dir="auto">
          {name()}
        </span>
        <span class="sr">. {words('drop')}</span>
        <X size={14} stroke-width={1.75} aria-hidden="true" />
      </button>
    </p>
  );
}

/** A native datalist works by keyboard, voice and touch. */
function Choose(props: { choose: (id: string) => void }) {
  const desk = useDesk();
  const list = createUniqueId();
  const [found, setFound] = createSignal<NamedCustomer[]>([]);
  const [told, setTold] = createSignal('');
  /** Customers of the same name are numbered, the newest first. */
  const options = () =>
    found().map(({ id, name }, i, all) => {
      const before = all.slice(0, i).filter((one) => one.name === name).length;
      return { id, value: before > 0 ? `${name} (${before + 1})` : name };
    });
  let last = '';
  const look = createPause(async (value) => {
    last = value.trim();
    if (last.length < LEAST) return show([], '');
    const asked = last;
    const answer = await desk.attempt(() => request('GET', `/customers?${new URLSearchParams({ q: asked })}`));
    if (!answer || asked !== last) return;
    const { items, complete } = answer;
    const n = items.length;
    show(items, complete ? (n === 0 ? words('none') : '') : n === 0 ? words('tooLong') : words('newest', { n }));
  });
  function show(customers: NamedCustomer[], text: string) {
    setFound(customers);
    setTold(text);
  }
  const chosen = (value: string) => options().find((option) => option.value === value)?.id;

  return (
    <>
      <label class={styles.field}>
        {t('queue.filters.customer')}
        <input
          type="search"
          class="input"
          list={list}
          maxlength={60}
          autocomplete="off"
          dir="auto"
          placeholder={words('hint')}
          onInput={(event) => {
            const { value } = event.currentTarget;
            // Typing fires an InputEvent with a kind; choosing from the list fires another event, or
            // `insertReplacementText`.
            const isTyped = event instanceof InputEvent && event.inputType !== 'insertReplacementText';
            const id = isTyped ? undefined : chosen(value);
            if (id) props.choose(id);
            else look.typed(value);
          }}
          onChange={(event) => {
            const id = chosen(event.currentTarget.value);
            if (id) props.choose(id);
          }}
        />
        <datalist id={list}>
          <For each={options()}>{({ value }) => <option value={value} />}</For>
        </datalist>
      </label>
      <p class={styles.told} role="status">
        {told()}
      </p>
    </>
  );
}

/** Runs the search after a pause in typing, or at once on a change. */
function createPause(work: (value: string) => unknown) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  return {
    typed(value: string) {
      clearTimeout(timer);
      timer = setTimeout(work, PAUSE_MS, value);
    },
    done(value: string) {
      clearTimeout(timer);
      work(value);
    },
  };
}

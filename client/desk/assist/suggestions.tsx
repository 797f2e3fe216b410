import { createEffect, createSignal, createUniqueId, For, type JSX, on, onCleanup, onMount, Show } from 'solid-js';
import { announce } from '../../shared/ui/announce.tsx';
import type { DeskAssist } from './assist.ts';
import styles from './suggestions.module.css';

interface Props<T> {
  assist: DeskAssist;
  label: string;
  options: T[];
  /** Announced when the number of options changes. */
  counted: (n: number) => string;
  text: (option: T) => string;
  view: (option: T) => JSX.Element;
  foot?: JSX.Element;
}

/** A listbox above a text box that keeps the focus: arrows move, Enter and Tab insert, Escape closes. */
export function Suggestions<T>(props: Props<T>) {
  const list = createUniqueId();
  const [at, setAt] = createSignal(0);
  const idOf = (i: number) => `${list}-${i}`;
  let element!: HTMLDivElement;

  createEffect(on([() => props.options, () => props.assist.query()], () => setAt(0)));
  createEffect(
    on(
      () => props.options.length,
      (n) => announce(props.counted(n)),
    ),
  );
  createEffect(() => {
    props.assist.setActive(props.options.length > 0 ? { list, option: idOf(at()) } : null);
    element.querySelector(`#${CSS.escape(idOf(at()))}`)?.scrollIntoView({ block: 'nearest' });
  });

  const choose = (option: T) => props.assist.insert(props.text(option));
  function pressed(event: KeyboardEvent): boolean {
    const { length } = props.options;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const plain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
    const option = props.options[at()];
    if (event.key === 'Escape') props.assist.dismiss();
    else if (!plain || !option) return false;
    else if (step !== 0) setAt((now) => (now + step + length) % length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(option);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
  onMount(() => props.assist.listen(pressed));
  onCleanup(() => {
    props.assist.listen(null);
    props.assist.setActive(null);
  });

  return (
    // A pointer must not take the focus from the box.
    <div class={styles.over} ref={element} onPointerDown={(event) => event.preventDefault()}>
      <Show when={props.options.length > 0}>
        <div class={styles.list} role="listbox" id={list} aria-label={props.label}>
          <For each={props.options}>
            {(option, i) => (
              <div
                id={idOf(i())}
                role="option"
                aria-selected={at() === i()}
                onPointerMove={() => setAt(i())}
                onClick={() => choose(option)}
              >
                {props.view(option)}
              </div>
            )}
          </For>
        </div>
      </Show>
      {props.foot}
    </div>
  );
}

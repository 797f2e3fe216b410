import { createSignal, For, type JSX, Show, untrack } from 'solid-js';
import { useSession } from '../../shared/state/session.ts';
import { momentWords } from '../../shared/time.ts';
import { localMoment, momentIn } from '../../shared/wall-clock.ts';
import { typesAhead } from '../keys/type-ahead.ts';
import styles from './moment-menu.module.css';

interface Props {
  /** For the `popovertarget` of its button. */
  id: string;
  class?: string | undefined;
  title: string;
  times: { words: string; at: number }[];
  /** The words of the field for another time, and of its button. */
  own: string;
  set: string;
  choose: (at: number) => void;
  /** More buttons, which close the menu themselves. */
  more?: (close: () => void) => JSX.Element;
}

/** A menu of times to choose from, with a field for another one. */
export function MomentMenu(props: Props) {
  const { now } = useSession();
  const [own, setOwn] = createSignal('');
  // Created on first use: every ticket has the menus, and few need one. An open menu keeps its times: a tick of the clock
  // would replace the button that has the focus.
  const [times, setTimes] = createSignal<Props['times']>();
  let menu!: HTMLDivElement;
  const close = () => menu.hidePopover();
  const choose = (at: number) => {
    close();
    props.choose(at);
  };
  const chosen = () => momentIn(own());
  return (
    <div
      ref={(element) => {
        menu = element;
        typesAhead(element);
      }}
      tabindex="-1"
      id={props.id}
      class={`menu ${styles.menu} ${props.class ?? ''}`}
      popover="auto"
      role="dialog"
      aria-label={props.title}
      on:beforetoggle={(event) => event.newState === 'open' && setTimes(untrack(() => props.times))}
      onToggle={(event) => event.newState === 'open' && menu.querySelector('button')?.focus()}
    >
      <Show when={times()}>
        <For each={times()}>
          {({ words, at }) => (
            <button type="button" onClick={() => choose(at)}>
              {words}
              <time>{momentWords(at)}</time>
            </button>
          )}
        </For>
        {props.more?.(close)}
        <form
          class={styles.own}
          onSubmit={(event) => {
            event.preventDefault();
            if (!Number.isNaN(chosen())) choose(chosen());
          }}
        >
          <label>
            {props.own}
            <input
              type="datetime-local"
              class="input"
              required
              min={localMoment(now())}
              onInput={(event) => setOwn(event.currentTarget.value)}
            />
          </label>
          <button type="submit" class="btn">
            {props.set}
          </button>
        </form>
      </Show>
    </div>
  );
}

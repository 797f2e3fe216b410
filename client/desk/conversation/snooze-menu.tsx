import AlarmClock from 'lucide-solid/icons/alarm-clock';
import { createSignal, createUniqueId, For, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useSession } from '../../shared/state/session.ts';
import { momentWords } from '../../shared/time.ts';
import { useChoices } from '../choices.ts';
import { useCommands } from '../commands.ts';
import { Key } from '../keys/key.tsx';
import { typesAhead } from '../keys/type-ahead.ts';
import { t } from './words.ts';
import { useActions } from './actions.ts';
import styles from './snooze-menu.module.css';
import { localMoment, snoozeTimes } from './snooze-times.ts';

/** Snoozes or unsnoozes a ticket. */
export function SnoozeMenu(props: {
  row: TicketRow;
  disabled: boolean;
  title: string | undefined;
  class: string | undefined;
}) {
  const { now } = useSession();
  const actions = useActions();
  const choices = useChoices();
  const id = createUniqueId();
  const [own, setOwn] = createSignal('');
  const [isWanted, setIsWanted] = createSignal(false);
  let menu!: HTMLDivElement;
  let opener!: HTMLButtonElement;

  const isSnoozed = () => props.row.snoozedUntil !== null;
  const wake = () => void actions.snooze(props.row, null);
  const until = (at: number) => {
    menu.hidePopover();
    void actions.snooze(props.row, at);
  };
  const chosen = () => new Date(own()).getTime();
  useCommands({
    snooze: {
      run: () => (isSnoozed() ? wake() : opener.click()),
      why: () => props.title,
      when: () => !props.disabled,
      choices: () => choices.times(now()).map((one) => ({ ...one, run: () => until(one.value) })),
    },
  });

  return (
    <Show
      when={!isSnoozed()}
      fallback={
        <button type="button" class={`btn ${props.class}`} disabled={props.disabled} title={props.title} onClick={wake}>
          <AlarmClock size={16} stroke-width={1.75} aria-hidden="true" />
          <span>{t('snooze.wake')}</span> <Key of="snooze" />
        </button>
      }
    >
      <button
        ref={opener}
        type="button"
        class={`btn ${props.class}`}
        disabled={props.disabled}
        title={props.title}
        popovertarget={id}
      >
        <AlarmClock size={16} stroke-width={1.75} aria-hidden="true" />
        <span>{t('snooze.open')}</span> <Key of="snooze" />
      </button>
      <div
        ref={(element) => {
          menu = element;
          typesAhead(element);
        }}
        tabindex="-1"
        id={id}
        class={`menu ${styles.menu}`}
        popover="auto"
        role="dialog"
        aria-label={t('snooze.title')}
        // Created on first use: every ticket has the menu, and few are snoozed.
        on:beforetoggle={() => setIsWanted(true)}
        onToggle={(event) => event.newState === 'open' && menu.querySelector('button')?.focus()}
      >
        <Show when={isWanted()}>
          <For each={snoozeTimes(now())}>
            {({ name, at }) => (
              <button type="button" onClick={() => until(at)}>
                {t(`snooze.${name}`)}
                <time>{momentWords(at)}</time>
              </button>
            )}
          </For>
          <form
            class={styles.own}
            onSubmit={(event) => {
              event.preventDefault();
              if (!Number.isNaN(chosen())) until(chosen());
            }}
          >
            <label>
              {t('snooze.own')}
              <input
                type="datetime-local"
                class="input"
                required
                min={localMoment(now())}
                onInput={(event) => setOwn(event.currentTarget.value)}
              />
            </label>
            <button type="submit" class="btn">
              {t('snooze.set')}
            </button>
          </form>
        </Show>
      </div>
    </Show>
  );
}

import { createSignal, createUniqueId, For, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useSession } from '../../shared/state/session.ts';
import { momentWords } from '../../shared/time.ts';
import { handDue } from '../acts/inverse.ts';
import { useActions } from '../conversation/actions.ts';
import choice from '../conversation/choice.module.css';
import menuStyles from '../conversation/snooze-menu.module.css';
import { localMoment } from '../conversation/snooze-times.ts';
import { t } from '../conversation/words.ts';
import { typesAhead } from '../keys/type-ahead.ts';
import styles from './due-choice.module.css';
import { dueTimes } from './due-times.ts';

/** The due date of a ticket, which a person sets, changes or removes. */
export function DueChoice(props: { row: TicketRow; disabled: boolean; title: string | undefined }) {
  const { now } = useSession();
  const actions = useActions();
  const id = createUniqueId();
  const [own, setOwn] = createSignal('');
  const [isWanted, setIsWanted] = createSignal(false);
  let menu!: HTMLDivElement;

  const set = (at: number | null) => {
    menu.hidePopover();
    void actions.setDue(props.row, at);
  };
  const chosen = () => new Date(own()).getTime();

  return (
    <div class={styles.due}>
      <button
        type="button"
        class={`${choice.choice} ${styles.open}`}
        disabled={props.disabled}
        title={props.title}
        popovertarget={id}
      >
        <span>{t('due.label')}</span>
        <b>{handDue(props.row) === null ? t('due.none') : momentWords(handDue(props.row) ?? 0)}</b>
      </button>
      <div
        ref={(element) => {
          menu = element;
          typesAhead(element);
        }}
        tabindex="-1"
        id={id}
        class={`menu ${menuStyles.menu} ${styles.menu}`}
        popover="auto"
        role="dialog"
        aria-label={t('due.title')}
        // Created on first use, as few tickets get a date.
        on:beforetoggle={() => setIsWanted(true)}
        onToggle={(event) => event.newState === 'open' && menu.querySelector('button')?.focus()}
      >
        <Show when={isWanted()}>
          <For each={dueTimes(now())}>
            {({ name, at }) => (
              <button type="button" onClick={() => set(at)}>
                {t(`due.${name}`)}
                <time>{momentWords(at)}</time>
              </button>
            )}
          </For>
          <Show when={handDue(props.row) !== null}>
            <button type="button" onClick={() => set(null)}>
              {t('due.remove')}
            </button>
          </Show>
          <form
            class={menuStyles.own}
            onSubmit={(event) => {
              event.preventDefault();
              if (!Number.isNaN(chosen())) set(chosen());
            }}
          >
            <label>
              {t('due.own')}
              <input
                type="datetime-local"
                class="input"
                required
                min={localMoment(now())}
                onInput={(event) => setOwn(event.currentTarget.value)}
              />
            </label>
            <button type="submit" class="btn">
              {t('due.set')}
            </button>
          </form>
        </Show>
      </div>
    </div>
  );
}

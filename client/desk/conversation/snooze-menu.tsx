import AlarmClock from 'lucide-solid/icons/alarm-clock';
import { createUniqueId, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useSession } from '../../shared/state/session.ts';
import { useChoices } from '../choices.ts';
import { useCommands } from '../commands.ts';
import { Key } from '../keys/key.tsx';
import { t } from './words.ts';
import { useActions } from './actions.ts';
import { MomentMenu } from './moment-menu.tsx';
import { snoozeTimes } from './snooze-times.ts';

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
  let opener!: HTMLButtonElement;

  const isSnoozed = () => props.row.snoozedUntil !== null;
  const wake = () => void actions.snooze(props.row, null);
  const until = (at: number) => void actions.snooze(props.row, at);
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
      <MomentMenu
        id={id}
        title={t('snooze.title')}
        times={snoozeTimes(now()).map(({ name, at }) => ({ words: t(`snooze.${name}`), at }))}
        own={t('snooze.own')}
        set={t('snooze.set')}
        choose={until}
      />
    </Show>
  );
}

import Bell from 'lucide-solid/icons/bell';
import BellOff from 'lucide-solid/icons/bell-off';
import { createEffect, createSignal, on, Show } from 'solid-js';
import { chime } from '../shared/ui/chime.ts';
import { keep } from '../shared/keep.ts';
import { createAttention } from '../shared/state/attention.ts';
import { useState } from '../shared/state/session.ts';
import { t } from './words.ts';

const [isOn, setOn] = createSignal(keep.get('sound') !== 'off');
keep.onChange('sound', (_key, value) => setOn(value !== 'off'));

/** Plays a sound when the team writes on a ticket that is not looked at; once, however many tabs are open. */
export function createSound(isShown: (ticketId: string) => boolean, attentive = createAttention()) {
  const state = useState();
  /** The latest message of the team on any ticket. */
  const last = () =>
    Object.values(state.rows).reduce(
      (best, { id, lastMessage: { author, at } }) => (author.kind === 'staff' && at > best.at ? { id, at } : best),
      { id: '', at: 0 },
    );
  createEffect(
    on(last, ({ id, at }, before) => {
      if (!before || at <= before.at || !isOn()) return;
      chime({ userId: state.me.id, at, isSeen: attentive() && isShown(id) });
    }),
  );
}

/** With `words`, as a menu item. */
export function SoundSwitch(props: { words?: true }) {
  function toggle() {
    keep.set('sound', isOn() ? 'off' : 'on');
    setOn(!isOn());
  }

  return (
    <button
      type="button"
      class={props.words ? undefined : 'btn bare icon'}
      aria-pressed={isOn()}
      aria-label={t('sound')}
      title={isOn() ? t('soundOn') : t('soundOff')}
      onClick={toggle}
    >
      <Show when={isOn()} fallback={<BellOff size={16} stroke-width={1.75} aria-hidden="true" />}>
        <Bell size={16} stroke-width={1.75} aria-hidden="true" />
      </Show>
      <Show when={props.words}>{t('sound')}</Show>
    </button>
  );
}

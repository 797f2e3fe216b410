import { createSignal, For, Show } from 'solid-js';
import { COMMANDS, type CommandId, commandIds, GROUPS, isFor } from '../commands.ts';
import { useState } from '../../shared/state/session.ts';
import { type Box, showIn } from '../../shared/ui/box.ts';
import { conflictWith, keysOf } from '../keys/keymap.ts';
import { isChord, parseKeys } from '../keys/notation.ts';
import { t as desk } from '../words.ts';
import { prefer, preferences } from './preferences.ts';
import styles from './preferences.module.css';
import { Switch } from './switch.tsx';
import { t } from './words.ts';

export function KeyPreferences() {
  const state = useState();
  const changed = () => Object.keys(preferences().keys).length;
  const inGroup = (group: string) =>
    commandIds.filter((id) => COMMANDS[id].group === group && !isChord(COMMANDS[id].keys) && isFor(id, state.me.menu));

  return (
    <fieldset>
      <legend>{t('keys')}</legend>
      <Switch
        label={t('single')}
        hint={t('singleHint')}
        checked={preferences().singleKeys}
        change={(singleKeys) => prefer({ singleKeys })}
      />
      <p class={styles.how}>{t('how')}</p>
      <For each={GROUPS}>
        {(group) => (
          <>
            <h3>{desk(`groups.${group}`)}</h3>
            <ul>
              <For each={inGroup(group)}>{(id) => <KeyField of={id} />}</For>
            </ul>
          </>
        )}
      </For>
      <button type="button" class="btn" disabled={changed() === 0} onClick={() => prefer({ keys: {} })}>
        {t('resetAll')}
      </button>
    </fieldset>
  );
}

interface Refused {
  typed: string;
  keys: string | null;
  with: CommandId | null;
}

function KeyField(props: { of: CommandId }) {
  const state = useState();
  const [refused, setRefused] = createSignal<Refused | null>(null);
  const isOwn = () => preferences().keys[props.of] !== undefined;
  const problemId = () => `keys-${props.of}-problem`;

  const set = (change: Partial<Record<CommandId, string>>) => {
    setRefused(null);
    const all = { ...preferences().keys, ...change };
    // A default key is not stored, so that a later version can change it.
    const own = Object.entries(all).filter(([id, keys]) => COMMANDS[id as CommandId].keys !== keys);
    prefer({ keys: Object.fromEntries(own) });
  };

  let box!: Box;
  const shown = () => refused()?.typed ?? keysOf(props.of);

  function typed(text: string) {
    const keys = parseKeys(text);
    const other = keys === null ? null : conflictWith(props.of, keys);
    // Keys of commands that the person does not have are free.
    if (keys !== null && other !== null && !isFor(other, state.me.menu)) set({ [props.of]: keys, [other]: '' });
    else if (keys === null || other !== null) setRefused({ typed: text.trim(), keys, with: other });
    else set({ [props.of]: keys });
  }
  function takeFrom({ keys, with: other }: Refused) {
    if (keys !== null && other !== null) set({ [props.of]: keys, [other]: '' });
  }
  const words = ({ typed: text, with: other }: Refused) =>
    other === null
      ? t('impossible', { typed: text })
      : t('conflict', { typed: text, other: desk(`keys.${other}`), keys: keysOf(other) });

  return (
    <li class={styles.key}>
      <label for={`keys-${props.of}`}>{desk(`keys.${props.of}`)}</label>
      <input
        id={`keys-${props.of}`}
        class="input"
        ref={(element) => (box = showIn(element, shown))}
        placeholder={t('none')}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxlength="12"
        aria-invalid={refused() ? 'true' : undefined}
        aria-describedby={refused() ? problemId() : undefined}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => typed(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.isComposing) return;
          // Otherwise Enter would submit the form and close the dialog.
          event.preventDefault();
          typed(event.currentTarget.value);
          // The person confirmed it, and sees what became of it.
          box.write(shown());
        }}
      />
      <button
        type="button"
        class="btn bare"
        disabled={!isOwn() && !refused()}
        aria-label={t('resetOne', { command: desk(`keys.${props.of}`) })}
        onClick={() => {
          const free = conflictWith(props.of, COMMANDS[props.of].keys);
          if (free) setRefused({ typed: COMMANDS[props.of].keys, keys: COMMANDS[props.of].keys, with: free });
          else set({ [props.of]: COMMANDS[props.of].keys });
        }}
      >
        {t('reset')}
      </button>
      <Show when={refused()}>
        {(one) => (
          <p class="problem" id={problemId()} role="alert">
            {words(one())}
            <Show when={one().with}>
              <button type="button" class="btn" onClick={() => takeFrom(one())}>
                {t('takeOver')}
              </button>
            </Show>
          </p>
        )}
      </Show>
    </li>
  );
}

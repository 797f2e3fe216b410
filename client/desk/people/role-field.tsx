import { createSignal, createUniqueId, For, Show } from 'solid-js';
import { useState } from '../../shared/state/session.ts';
import { PREDEFINED, roleName, t } from './words.ts';

/** Chooses a role, and says in a sentence what it may do. */
export function RoleField(props: { value: string; problem?: string | undefined; note?: string }) {
  const id = createUniqueId();
  const [picked, setPicked] = createSignal<string>();
  const chosen = () => picked() ?? props.value;
  const state = useState();
  const codes = () => {
    const staff = state.lists.roles.items.filter(({ kind }) => kind === 'staff').map(({ code }) => code);
    return [...new Set([...staff, props.value])];
  };
  const says = () => {
    const known = PREDEFINED.find((role) => role === chosen());
    return [known && t(`rights.${known}`), props.note].filter(Boolean).join(' ');
  };
  return (
    <div class="field">
      <label for={id}>{t('role')}</label>
      <select
        id={id}
        name="role"
        class="input"
        aria-describedby={`${id}-note`}
        onChange={(event) => setPicked(event.currentTarget.value)}
      >
        <For each={codes()}>
          {(code) => (
            <option value={code} selected={code === props.value}>
              {roleName(state, code)}
            </option>
          )}
        </For>
      </select>
      <Show
        when={props.problem}
        fallback={
          <p class="hint" id={`${id}-note`}>
            {says()}
          </p>
        }
      >
        <p class="problem" id={`${id}-note`}>
          {props.problem}
        </p>
      </Show>
    </div>
  );
}

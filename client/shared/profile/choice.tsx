import { createUniqueId, type JSX, Show } from 'solid-js';

interface Props {
  label: string;
  name: string;
  problem: string | undefined;
  hint?: string | undefined;
  onChange?: (value: string) => void;
  children: JSX.Element;
}

/** A labelled select with its problem, or else its hint, below. */
export function Choice(props: Props) {
  const id = createUniqueId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        name={props.name}
        class="input"
        aria-describedby={props.problem || props.hint ? `${id}-note` : undefined}
        aria-invalid={props.problem ? 'true' : undefined}
        onChange={(event) => props.onChange?.(event.currentTarget.value)}
      >
        {props.children}
      </select>
      <Show when={props.problem ?? props.hint}>
        {(note) => (
          <p id={`${id}-note`} class={props.problem ? 'problem' : 'hint'}>
            {note()}
          </p>
        )}
      </Show>
    </div>
  );
}

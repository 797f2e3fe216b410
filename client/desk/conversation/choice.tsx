import { createEffect, type JSX, Show } from 'solid-js';
import type { CommandId } from '../commands.ts';
import { Key } from '../keys/key.tsx';
import styles from './choice.module.css';

interface ChoiceProps {
  label: string;
  value: string;
  disabled: boolean;
  title: string | undefined;
  choose: (value: string) => void;
  /** Its key is printed on it. */
  command: CommandId;
  children: JSX.Element;
}

/** The platform's own menu, dressed as the button it is. It shows what is stored, also after a refusal. */
export function Choice(props: ChoiceProps) {
  let select!: HTMLSelectElement;
  /** A hand on the mouse is done with it once it chose: the next key is a command again, and no choice. */
  let byPointer = false;
  // After the options are there: a value without its option would show nothing.
  createEffect(() => (select.value = props.value));

  return (
    <label class={styles.choice} title={props.title}>
      <span>{props.label}</span>
      <select
        ref={select}
        disabled={props.disabled}
        // Without the key that is printed beside it.
        aria-label={props.label}
        onPointerDown={() => (byPointer = true)}
        onKeyDown={() => (byPointer = false)}
        onChange={(event) => {
          const { value } = event.currentTarget;
          event.currentTarget.value = props.value;
          if (byPointer) select.blur();
          props.choose(value);
        }}
      >
        {props.children}
      </select>
      <Show when={!props.disabled}>
        <Key of={props.command} />
      </Show>
    </label>
  );
}

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
  /** Its key is printed on the control. */
  command: CommandId;
  children: JSX.Element;
}

/** A native select styled as a button. It shows the stored value, also after a refusal. */
export function Choice(props: ChoiceProps) {
  let select!: HTMLSelectElement;
  /** After a choice by pointer the select loses the focus: the next key is a command again. */
  let byPointer = false;
  // Set after the options exist: a value without its option would show nothing.
  createEffect(() => (select.value = props.value));

  return (
    <label class={styles.choice} title={props.title}>
      <span>{props.label}</span>
      <select
        ref={select}
        disabled={props.disabled}
        // The label without the key.
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

import { createEffect, type JSX } from 'solid-js';
import styles from './choice.module.css';

interface ChoiceProps {
  label: string;
  value: string;
  disabled: boolean;
  title: string | undefined;
  choose: (value: string) => void;
  children: JSX.Element;
}

/** The platform's own menu, dressed as the button it is. It shows what is stored, also after a refusal. */
export function Choice(props: ChoiceProps) {
  let select!: HTMLSelectElement;
  // After the options are there: a value without its option would show nothing.
  createEffect(() => (select.value = props.value));

  return (
    <label class={styles.choice} title={props.title}>
      <span>{props.label}</span>
      <select
        ref={select}
        disabled={props.disabled}
        onChange={(event) => {
          const { value } = event.currentTarget;
          event.currentTarget.value = props.value;
          props.choose(value);
        }}
      >
        {props.children}
      </select>
    </label>
  );
}

import { createUniqueId, type JSX } from 'solid-js';
import styles from './preferences.module.css';

/** A switch with a hint below. */
export function Switch(props: {
  label: string;
  hint?: string;
  checked: boolean;
  disabled?: boolean;
  change: (checked: boolean) => void;
  children?: JSX.Element;
}) {
  const id = createUniqueId();
  return (
    <div class={styles.switch}>
      <input
        id={id}
        type="checkbox"
        class="check"
        checked={props.checked}
        disabled={props.disabled}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        onChange={(event) => {
          const { checked } = event.currentTarget;
          // Shows the stored value, also after a refusal.
          event.currentTarget.checked = props.checked;
          props.change(checked);
        }}
      />
      <div>
        <label for={id}>{props.label}</label>
        <p id={`${id}-hint`}>{props.hint}</p>
      </div>
      {props.children}
    </div>
  );
}

import { type JSX, onMount, Show } from 'solid-js';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import type { createForm } from '../../shared/ui/form.ts';
import { shared } from '../words.ts';
import styles from './add-form.module.css';

interface Props {
  title?: string;
  sending: ReturnType<typeof createForm>;
  /** The words of its button. */
  go: string;
  /** Without it nothing can be cancelled. */
  cancel?: (() => void) | undefined;
  children: JSX.Element;
}

/** The form that adds something to a list. Its first field has the focus. */
export function AddForm(props: Props) {
  let form!: HTMLFormElement;
  onMount(() => form.querySelector('input')?.focus());
  return (
    <form ref={form} class={styles.add} onSubmit={(event) => void props.sending.submit(event)} novalidate>
      <Show when={props.title}>{(title) => <h3>{title()}</h3>}</Show>
      {props.children}
      <FormProblem form={props.sending} />
      <p class={styles.choices}>
        <Show when={props.cancel}>
          {(cancel) => (
            <button type="button" class="btn bare" onClick={() => cancel()()}>
              {shared('cancel')}
            </button>
          )}
        </Show>
        <button type="submit" class="btn main" disabled={props.sending.busy()}>
          {props.go}
        </button>
      </p>
    </form>
  );
}

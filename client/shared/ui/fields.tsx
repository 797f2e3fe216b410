import { createUniqueId, type JSX, Show } from 'solid-js';
import { showIn } from './box.ts';

type Given =
  | 'autocapitalize'
  | 'autocomplete'
  | 'autofocus'
  | 'dir'
  | 'inputmode'
  | 'maxlength'
  | 'name'
  | 'placeholder'
  | 'required'
  | 'spellcheck'
  | 'type'
  | 'value';

interface Props extends Pick<JSX.InputHTMLAttributes<HTMLInputElement>, Given> {
  label: string;
  hint?: string;
  problem?: string | undefined;
  ref?: (input: HTMLInputElement) => void;
  onInput?: JSX.InputEventHandler<HTMLInputElement, InputEvent>;
}

/**
 * A labelled input with its problem below. The props are listed one by one: a spread would bundle all that Solid knows
 * of HTML.
 */
export function Field(props: Props) {
  const id = createUniqueId();
  const note = `${id}-note`;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        class="input"
        ref={(input) => {
          if (props.value !== undefined) showIn(input, () => String(props.value ?? ''));
          props.ref?.(input);
        }}
        type={props.type}
        name={props.name}
        dir={props.dir}
        autocomplete={props.autocomplete}
        autocapitalize={props.autocapitalize}
        spellcheck={props.spellcheck}
        inputmode={props.inputmode}
        maxlength={props.maxlength}
        placeholder={props.placeholder}
        required={props.required}
        autofocus={props.autofocus}
        onInput={(event) => props.onInput?.(event)}
        id={id}
        aria-invalid={props.problem ? 'true' : undefined}
        aria-describedby={props.problem || props.hint ? note : undefined}
      />
      <Show
        when={props.problem}
        fallback={
          <Show when={props.hint}>
            {(hint) => (
              <p class="hint" id={note}>
                {hint()}
              </p>
            )}
          </Show>
        }
      >
        {(problem) => (
          <p class="problem" id={note}>
            {problem()}
          </p>
        )}
      </Show>
    </div>
  );
}

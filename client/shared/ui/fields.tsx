import { createUniqueId, type JSX, Show } from 'solid-js';

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

/** Label over field, the problem under it. What a field may be given is named: a spread brings all that HTML knows. */
export function Field(props: Props) {
  const id = createUniqueId();
  const note = `${id}-note`;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        class="input"
        ref={(input) => props.ref?.(input)}
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
        value={props.value ?? ''}
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

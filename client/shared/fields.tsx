import { createUniqueId, type JSX, Show, splitProps } from 'solid-js';

type Props = JSX.InputHTMLAttributes<HTMLInputElement> & { label: string; hint?: string; problem?: string | undefined };

/** Label over field, the problem under it. */
export function Field(props: Props) {
  const [own, rest] = splitProps(props, ['label', 'hint', 'problem']);
  const id = createUniqueId();
  const note = `${id}-note`;
  return (
    <div class="field">
      <label for={id}>{own.label}</label>
      <input
        class="input"
        {...rest}
        id={id}
        aria-invalid={own.problem ? 'true' : undefined}
        aria-describedby={own.problem || own.hint ? note : undefined}
      />
      <Show
        when={own.problem}
        fallback={
          <Show when={own.hint}>
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

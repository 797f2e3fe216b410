import { createSignal, Show } from 'solid-js';
import { problemWords } from '../problems.ts';
import { request } from '../request.ts';
import { askPasskey, hasPasskeys, wasCancelled } from './passkeys.ts';
import { t } from './words.ts';

type Answer = Awaited<ReturnType<typeof askPasskey>>;

/** Asks the device for a passkey, and gives its answer to `send`. */
export function PasskeyButton(props: { label: string; send: (answer: Answer) => Promise<void> }) {
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal('');
  async function go() {
    setBusy(true);
    setProblem('');
    try {
      await props.send(await askPasskey());
    } catch (error) {
      setProblem(wasCancelled(error) ? t('passkeys.cancelled') : problemWords(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Show when={hasPasskeys()}>
      <button type="button" class="btn" disabled={busy()} onClick={() => void go()}>
        {props.label}
      </button>
      <Show when={problem()}>
        <p class="problem" role="alert">
          {problem()}
        </p>
      </Show>
    </Show>
  );
}

/** Under the fields of a sign-in page. */
export const SignInByPasskey = (props: { done: () => void }) => (
  <PasskeyButton
    label={t('passkeys.use')}
    send={(answer) => request('POST', '/auth/passkey', answer).then(() => props.done())}
  />
);

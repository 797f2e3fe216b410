import { createSignal, Show } from 'solid-js';
import { problemWords } from '../problems.ts';
import { request } from '../request.ts';
import { askPasskey, hasPasskeys, wasCancelled } from './passkeys.ts';
import { t } from './words.ts';

export type Answer = Awaited<ReturnType<typeof askPasskey>>;

/** Asks the device for a passkey, and gives its answer to `onAnswer`. */
export function PasskeyButton(props: { label: string; onAnswer: (answer: Answer) => Promise<void> }) {
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal('');
  async function go() {
    setBusy(true);
    setProblem('');
    try {
      await props.onAnswer(await askPasskey());
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
export function SignInByPasskey(props: { done: () => void }) {
  async function enter(answer: Answer) {
    await request('POST', '/auth/passkey', answer);
    props.done();
  }
  return <PasskeyButton label={t('passkeys.use')} onAnswer={(answer) => enter(answer)} />;
}

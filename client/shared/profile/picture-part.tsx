import { createSignal, Show } from 'solid-js';
import type { Profile } from '../../../server/people/contract.ts';
import { problemWords } from '../problems.ts';
import { ApiError, request } from '../request.ts';
import { useSession, useState } from '../state/session.ts';
import { Face } from '../ui/face.tsx';
import styles from './profile-parts.module.css';
import { t } from './words.ts';

/** One's own picture: chosen, changed, removed. */
export function PicturePart(props: { said: (text: string) => void }) {
  const session = useSession();
  const state = useState();
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal('');
  let picker!: HTMLInputElement;

  async function change(work: () => Promise<Profile>, text: string) {
    setBusy(true);
    setProblem('');
    try {
      const profile = await work();
      session.store.change((now) => ({ ...now, me: { ...now.me, ...profile } }));
      props.said(text);
    } catch (error) {
      const ofFile = error instanceof ApiError && error.fields['file'];
      setProblem(ofFile || problemWords(error));
    } finally {
      setBusy(false);
    }
  }
  async function put(file: File | undefined) {
    // Loaded with the first picture.
    const { putPicture } = await import('./put-picture.ts');
    if (file) await change(() => putPicture(file), t('picture.saved'));
  }

  return (
    <section class={styles.part} aria-labelledby="picture">
      <h3 id="picture">{t('picture.title')}</h3>
      <p>{t(`picture.${state.me.kind}`)}</p>
      <div class={styles.picture}>
        <Face of={state.me} class={styles.face} />
        <div>
          <input
            ref={picker}
            type="file"
            hidden
            aria-label={t('picture.choose')}
            accept="image/png,image/jpeg,image/webp,image/gif,image/avif"
            onChange={(event) => {
              void put(event.currentTarget.files?.[0]);
              // The same file can be chosen again after a problem.
              event.currentTarget.value = '';
            }}
          />
          <button type="button" class="btn" disabled={busy()} onClick={() => picker.click()}>
            {t(state.me.picture ? 'picture.change' : 'picture.choose')}
          </button>
          <Show when={state.me.picture}>
            <button
              type="button"
              class="btn bare"
              disabled={busy()}
              onClick={() => void change(() => request('DELETE', '/me/picture'), t('picture.removed'))}
            >
              {t('picture.remove')}
            </button>
          </Show>
          <Show when={problem()} fallback={<p class="hint">{t('picture.hint')}</p>}>
            <p class="problem" role="alert">
              {problem()}
            </p>
          </Show>
        </div>
      </div>
    </section>
  );
}

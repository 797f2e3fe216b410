import { createSignal, Show } from 'solid-js';
import { request } from '../../shared/request.ts';
import { useDesk } from '../desk.ts';
import { t } from './provider-words.ts';
import styles from './sign-in-page.module.css';

/** Takes the provider away, after one more question: it may be the only way in of some. */
export function RemovePart(props: { label: string; done: () => void }) {
  const desk = useDesk();
  const [asks, setAsks] = createSignal(false);
  async function remove() {
    const done = await desk.attempt(async () => (await request('DELETE', '/sign-in/provider'), true));
    setAsks(false);
    if (!done) return;
    desk.say({ text: t('removed') });
    props.done();
  }
  return (
    <Show
      when={asks()}
      fallback={
        <button type="button" class="btn bare" onClick={() => setAsks(true)}>
          {t('remove')}
        </button>
      }
    >
      <div class={styles.sure}>
        <p>{t('removeSure', { label: props.label })}</p>
        <button type="button" class="btn" onClick={() => setAsks(false)}>
          {t('keep')}
        </button>
        <button type="button" class="btn danger" onClick={() => void remove()}>
          {t('remove')}
        </button>
      </div>
    </Show>
  );
}

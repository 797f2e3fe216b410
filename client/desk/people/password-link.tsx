import { createSignal, onMount, Show } from 'solid-js';
import { momentWords } from '../../shared/time.ts';
import { useDesk } from '../desk.ts';
import { CopyText } from '../sites/copy-text.tsx';
import { peopleApi } from './people-api.ts';
import styles from './people-dialogs.module.css';
import { t } from './words.ts';

/** Makes a link for a forgotten password, and shows it once. It belongs in a `Dialog` that is labelled by `people-dialog`. */
export function PasswordLink(props: { of: { id: string; name: string }; close: () => void }) {
  const desk = useDesk();
  const [made, setMade] = createSignal<{ link: string; expiresAt: number }>();
  async function make() {
    const { id } = props.of;
    const link = await desk.attempt(() => peopleApi.makePasswordLink(id));
    if (link) setMade(link);
    else props.close();
  }
  onMount(() => void make());
  return (
    <div class={styles.parts}>
      <h2 id="people-dialog">{t('password.title', { name: props.of.name })}</h2>
      <Show when={made()}>
        {(link) => (
          <>
            <p>{t('password.give', { name: props.of.name, time: momentWords(link().expiresAt) })}</p>
            <CopyText label={t('password.title', { name: props.of.name })} text={link().link} wraps />
          </>
        )}
      </Show>
      <p class={styles.do}>
        <button type="button" class="btn main" onClick={() => props.close()}>
          {t('invite.done')}
        </button>
      </p>
    </div>
  );
}

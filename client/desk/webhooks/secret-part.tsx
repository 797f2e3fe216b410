import { createSignal, Show } from 'solid-js';
import type { Webhook } from '../../../server/webhooks/contract.ts';
import { momentWords } from '../../shared/time.ts';
import { useDesk } from '../desk.ts';
import { CopyText } from '../sites/copy-text.tsx';
import { shared } from '../words.ts';
import { webhookApi } from './webhook-api.ts';
import styles from './webhook-page.module.css';
import { t } from './words.ts';

export function SecretPart(props: { hook: Webhook }) {
  const desk = useDesk();
  const [asking, setAsking] = createSignal(false);
  const [secret, setSecret] = createSignal<string | null>(null);
  async function rotate() {
    setAsking(false);
    const { id } = props.hook;
    const made = await desk.attempt(() => webhookApi.rotate(id));
    if (made) setSecret(made.secret);
  }
  return (
    <section class={styles.part} aria-labelledby="secret">
      <h3 id="secret">{t('secret')}</h3>
      <p>
        {props.hook.hasSecret ? t('secret.made', { at: momentWords(props.hook.secretAt) }) : t('secret.lost')}{' '}
        <Show when={props.hook.oldSecretUntil}>{(at) => t('secret.both', { at: momentWords(at()) })}</Show>
      </p>
      <Show when={secret()}>
        {(text) => (
          <>
            <CopyText label={t('secret.label')} text={text()} wraps />
            <p>{t('secret.once')}</p>
          </>
        )}
      </Show>
      <Show
        when={asking()}
        fallback={
          <button type="button" class="btn" onClick={() => setAsking(true)}>
            {t('secret.rotate')}
          </button>
        }
      >
        <p class={styles.row} role="alert">
          <span>{t('secret.ask')}</span>
          <button type="button" class="btn bare" onClick={() => setAsking(false)}>
            {shared('cancel')}
          </button>
          <button
            type="button"
            class="btn main"
            ref={(button) => queueMicrotask(() => button.focus())}
            onClick={() => void rotate()}
          >
            {t('secret.go')}
          </button>
        </p>
      </Show>
    </section>
  );
}

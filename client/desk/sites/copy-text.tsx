import { createSignal, onCleanup } from 'solid-js';
import { announce } from '../../shared/ui/announce.tsx';
import styles from './copy-text.module.css';
import { t } from './words.ts';

const SHOWN_MS = 2_000;

/** A text to copy: readable, reachable by keyboard, with a copy button. */
export function CopyText(props: { label: string; text: string; wraps?: true }) {
  const [said, setSaid] = createSignal<'copied' | 'notCopied' | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));

  async function copy() {
    const done = await navigator.clipboard.writeText(props.text).then(
      () => true,
      () => false,
    );
    setSaid(done ? 'copied' : 'notCopied');
    announce(t(done ? 'put.copied' : 'put.notCopied'));
    clearTimeout(timer);
    timer = setTimeout(setSaid, SHOWN_MS, null);
  }

  return (
    <figure class={styles.copy}>
      <figcaption>
        <span>{props.label}</span>
        <button type="button" class="btn" aria-label={`${t('put.copy')}: ${props.label}`} onClick={() => void copy()}>
          {said() === 'copied' ? t('put.copied') : t('put.copy')}
        </button>
      </figcaption>
      <pre
        classList={{ [styles.wraps ?? '']: props.wraps }}
        tabindex="0"
        role="region"
        aria-label={props.label}
        dir="ltr"
      >
        <code>{props.text}</code>
      </pre>
      <p class="problem">{said() === 'notCopied' ? t('put.notCopied') : ''}</p>
    </figure>
  );
}

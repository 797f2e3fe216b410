import Check from 'lucide-solid/icons/check';
import { Show } from 'solid-js';
import type { Site } from '../../../server/sites/contract.ts';
import { useSession } from '../../shared/state/session.ts';
import { fullTime, shortTime } from '../../shared/time.ts';
import { CopyText } from './copy-text.tsx';
import part from '../settings/part.module.css';
import styles from './put-part.module.css';
import { t } from './words.ts';

/** The install line, the sources for a Content-Security-Policy, and whether the widget was seen. */
export function PutPart(props: { site: Site }) {
  const { now } = useSession();
  const desk = location.origin;
  const snippet = () => `<script async src="${desk}/widget.js" data-site="${props.site.key}"></script>`;
  const csp = ['script-src', 'connect-src', 'frame-src'].map((name) => `${name} ${desk};`).join('\n');

  return (
    <section class={part.part} aria-labelledby="put-it">
      <h3 id="put-it">{t('put.title')}</h3>
      <p>{t('put.intro')}</p>
      <Show when={props.site.origins.length === 0}>
        <p class="warm">{t('put.noAddress')}</p>
      </Show>
      <CopyText label={t('put.snippet')} text={snippet()} wraps />
      <p class={styles.seen} role="status">
        <Show when={props.site.seenAt} fallback={t('put.notSeen')}>
          {(at) => (
            <>
              <Check size={16} stroke-width={2} aria-hidden="true" />
              <span title={fullTime(at())}>
                {t('put.seen', { origin: props.site.seenOrigin ?? '', time: shortTime(at(), now()) })}
              </span>
            </>
          )}
        </Show>
      </p>
      <details class={styles.more}>
        <summary>{t('put.csp')}</summary>
        <p>{t('put.cspIntro')}</p>
        <CopyText label={t('put.cspLines')} text={csp} />
      </details>
    </section>
  );
}

import { createEffect, createMemo, createSignal, Show } from 'solid-js';
import { announce } from '../../shared/ui/announce.tsx';
import { later } from '../../shared/later.ts';
import { useSession } from '../../shared/state/session.ts';
import { actsShown } from '../acts/waiting-acts.ts';
import { t } from '../words.ts';
import styles from './strips.module.css';

// Preloaded: it could not be fetched offline.
const ActsStrip = later(async () => (await import('../acts/acts-strip.tsx')).ActsStrip);

/** The build that this page runs; undefined when the page does not come from the server. */
const running = document.documentElement.dataset['version'];

/** Strips above the desk: connection, waiting acts, new version. */
export function Strips() {
  const session = useSession();
  const { live } = session;
  const [isAlone, setAlone] = createSignal(false);
  const hasActs = createMemo(() => actsShown(session).length > 0);
  const isOffline = () => live.connection() === 'offline';
  const isOutdated = () => running !== undefined && live.version() !== null && live.version() !== running;
  createEffect(() => isOffline() && announce(t('offline')));
  createEffect(() => isOutdated() && announce(t('version.ready')));

  return (
    <>
      {/* With waiting acts, one strip shows both. */}
      <Show when={isOffline() && (isAlone() || !hasActs())}>
        <section class={styles.strip} aria-label={t('connection')}>
          {t('offline')}
        </section>
      </Show>
      <ActsStrip isOffline={isOffline()} missing={() => setAlone(true)} />
      <Show when={isOutdated()}>
        <section class={styles.strip} aria-label={t('version.label')}>
          <span>{t('version.ready')}</span>
          <button type="button" class="btn" onClick={() => location.reload()}>
            {t('version.reload')}
          </button>
        </section>
      </Show>
    </>
  );
}

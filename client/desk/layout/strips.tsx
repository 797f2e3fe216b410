import { createEffect, createMemo, createSignal, Show } from 'solid-js';
import { announce } from '../../shared/ui/announce.tsx';
import { later } from '../../shared/later.ts';
import { useSession } from '../../shared/state/session.ts';
import { actsShown } from '../acts/acts.ts';
import { t } from '../words.ts';
import styles from './strips.module.css';

// There before it is needed: without a line it could not be fetched.
const ActsStrip = later(async () => (await import('../acts/acts-strip.tsx')).ActsStrip);

/** What this page runs; nothing where it was not the server that gave it. */
const running = document.documentElement.dataset['version'];

/** What is true of the whole desk for now: calm, above everything, in nobody's way. */
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
      {/* With what waits it is one strip, which says both. */}
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

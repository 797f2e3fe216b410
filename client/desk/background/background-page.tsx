import { createSignal, onCleanup, onMount, Show } from 'solid-js';
import type { Work } from '../../../server/jobs/contract.ts';
import column from '../settings/column.module.css';
import styles from './background-page.module.css';
import { DeadJobs } from './dead-jobs.tsx';
import { Followers, Jobs, TimedWork } from './tables.tsx';
import { t } from './words.ts';
import { workApi } from './work-api.ts';

const REFRESH_MS = 5_000;

const deadIn = ({ jobs }: Work) => jobs.reduce((n, { dead }) => n + dead, 0);

export function BackgroundPage() {
  const [work, setWork] = createSignal<Work>();
  const [failed, setFailed] = createSignal(false);
  const load = () =>
    workApi.read().then(
      (found) => {
        setWork(found);
        setFailed(false);
      },
      () => setFailed(true),
    );
  onMount(() => void load());
  const timer = setInterval(() => document.hidden || void load(), REFRESH_MS);
  onCleanup(() => clearInterval(timer));

  return (
    // It may hold nothing else that takes the focus, and is longer than a screen: the keyboard scrolls it.
    <main id="talk" class={`${column.column} ${styles.page} ring-in`} tabindex="0">
      <h2>{t('title')}</h2>
      <p>{t('intro')}</p>
      <Show when={failed()}>
        <p class={styles.failed} role="alert">
          {t('loadFailed')}
          <button type="button" class="btn" onClick={() => void load()}>
            {t('again')}
          </button>
        </p>
      </Show>
      <Show when={work()}>
        {(now) => (
          <>
            <Show when={now().forwardedAt !== null}>
              <p class={styles.failed} role="alert">
                {t('uncountedProxy')}
              </p>
            </Show>
            <Show when={now().dead.length > 0}>
              <DeadJobs jobs={now().dead} of={deadIn(now())} changed={() => void load()} />
            </Show>
            <Followers all={now().followers} />
            <Jobs all={now().jobs} />
            <TimedWork all={now().timed} />
          </>
        )}
      </Show>
    </main>
  );
}

import { createSignal, For, onMount, Show } from 'solid-js';
import type { PersonExport } from '../../../server/person-exports/contract.ts';
import { problemWords } from '../../shared/problems.ts';
import { request } from '../../shared/request.ts';
import { momentWords } from '../../shared/time.ts';
import { wordsOf } from '../../shared/words.ts';
import styles from './account.module.css';

const t = wordsOf({
  title: 'Your data',
  intro: 'Everything about you as a ZIP archive: profile, sessions, tickets, messages and files.',
  ask: 'Make an archive',
  until: 'Ready until {{ time }}',
  download: 'Download',
} as const);

/** All data of the customer who is signed in. */
export function DataPart() {
  const [items, setItems] = createSignal<PersonExport[]>([]);
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal('');
  const load = () =>
    request('GET', '/me/exports').then(
      (found) => void setItems(found.items),
      () => {},
    );
  onMount(() => void load());

  async function attempt(work: () => Promise<unknown>) {
    setBusy(true);
    setProblem('');
    await work().catch((error: unknown) => setProblem(problemWords(error)));
    setBusy(false);
  }
  const ask = () =>
    attempt(async () => {
      const made = await request('POST', '/me/exports');
      setItems((before) => [made, ...before]);
    });
  // Asks first who is there, if the last sign-in is old: a download could only show the refusal.
  const take = (id: string) =>
    attempt(async () => {
      await request('GET', `/exports/${id}`);
      const link = document.createElement('a');
      link.href = `/api/exports/${id}/archive`;
      link.download = '';
      link.click();
    });

  return (
    <section aria-labelledby="data">
      <h3 id="data">{t('title')}</h3>
      <p>{t('intro')}</p>
      <ul class={styles.archives}>
        <For each={items()}>
          {(one) => (
            <li>
              <span>{t('until', { time: momentWords(one.expiresAt) })}</span>
              <button type="button" class="btn" disabled={busy()} onClick={() => void take(one.id)}>
                {t('download')}
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={problem()}>
        <p class="problem" role="alert">
          {problem()}
        </p>
      </Show>
      <button type="button" class="btn" disabled={busy()} onClick={() => void ask()}>
        {t('ask')}
      </button>
    </section>
  );
}

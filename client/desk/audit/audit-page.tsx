import { createEffect, createSignal, For, on, Show } from 'solid-js';
import { type AuditLine, TOPICS, type Topic } from '../../../server/audit/contract.ts';
import { ApiError } from '../../shared/request.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { dayName, isSameDay } from '../../shared/time.ts';
import column from '../settings/column.module.css';
import { auditApi, type Filters } from './audit-api.ts';
import { Line } from './audit-line.tsx';
import styles from './audit-page.module.css';
import { t } from './words.ts';

const PERIODS = [1, 7, 30, 90];
const topics = Object.entries(TOPICS) as [Topic, string][];

export function AuditPage() {
  const state = useState();
  const { now } = useSession();
  const [filters, setFilters] = createSignal<Filters>({ actor: '', topic: '', about: '', days: 0, signIns: false });
  const [lines, setLines] = createSignal<AuditLine[]>();
  const [next, setNext] = createSignal<string | null>(null);
  const [failed, setFailed] = createSignal(false);
  const filter = (change: Partial<Filters>) => setFilters((before) => ({ ...before, ...change }));
  let about!: HTMLInputElement;
  /** Of several loads only the newest counts. */
  let turn = 0;

  async function download(event: MouseEvent & { currentTarget: HTMLAnchorElement }) {
    event.preventDefault();
    const { href } = event.currentTarget;
    try {
      await auditApi.proveForExport();
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'recent_sign_in')) setFailed(true);
      return;
    }
    // The answer is a file, so this page stays.
    location.assign(href);
  }

  async function load(cursor: string | null) {
    const own = ++turn;
    try {
      const page = await auditApi.page(filters(), { now: now(), cursor });
      if (own !== turn) return;
      setLines((before) => (cursor ? [...(before ?? []), ...page.items] : page.items));
      setNext(page.next);
      setFailed(false);
    } catch {
      if (own === turn) setFailed(true);
    }
  }
  createEffect(on(filters, () => void load(null)));

  const days = () => {
    const found: { at: number; lines: AuditLine[] }[] = [];
    for (const line of lines() ?? []) {
      const day = found.at(-1);
      if (day && isSameDay(day.at, line.at)) day.lines.push(line);
      else found.push({ at: line.at, lines: [line] });
    }
    return found;
  };
  function only(request: string) {
    about.value = request;
    filter({ about: request });
    about.focus();
  }

  return (
    <main id="talk" class={`${column.column} ${styles.page}`}>
      <h2>{t('title')}</h2>
      <p>{t('intro')}</p>
      <div class={styles.bar}>
        <select class="input" aria-label={t('who')} onChange={(event) => filter({ actor: event.currentTarget.value })}>
          <option value="">{t('everybody')}</option>
          <For each={state.lists.colleagues.items}>{({ id, name }) => <option value={id}>{name}</option>}</For>
          <option value="nobody">{t('nobody')}</option>
        </select>
        <select
          class="input"
          aria-label={t('area')}
          onChange={(event) =>
            filter({ topic: topics.find(([code]) => code === event.currentTarget.value)?.[0] ?? '' })
          }
        >
          <option value="">{t('everyArea')}</option>
          <For each={topics}>{([code, name]) => <option value={code}>{name}</option>}</For>
        </select>
        <select
          class="input"
          aria-label={t('period')}
          onChange={(event) => filter({ days: Number(event.currentTarget.value) })}
        >
          <option value="0">{t('ever')}</option>
          <For each={PERIODS}>
            {(n) => <option value={n}>{n === 1 ? t('today') : t('days', { n: String(n) })}</option>}
          </For>
        </select>
        <input
          ref={about}
          class="input"
          type="search"
          aria-label={t('find')}
          placeholder={t('findShort')}
          title={t('find')}
          maxlength="64"
          spellcheck={false}
          onInput={(event) => filter({ about: event.currentTarget.value })}
        />
      </div>
      <div class={styles.count}>
        <p>
          {filters().signIns ? t('with') : t('without')}{' '}
          <button type="button" class={styles.link} onClick={() => filter({ signIns: !filters().signIns })}>
            {filters().signIns ? t('hideSignIns') : t('showSignIns')}
          </button>
        </p>
        <p class={styles.take}>
          <For each={['csv', 'ndjson'] as const}>
            {(format) => (
              <a
                class="btn bare"
                download=""
                href={auditApi.exportAddress(filters(), { now: now(), format })}
                onClick={(event) => void download(event)}
              >
                {t(format)}
              </a>
            )}
          </For>
        </p>
      </div>
      <Show when={failed()}>
        <p class={styles.failed} role="alert">
          {t('failed')}
          <button type="button" class="btn" onClick={() => void load(null)}>
            {t('again')}
          </button>
        </p>
      </Show>
      <Show when={lines()}>
        {(all) => (
          <Show when={all().length > 0} fallback={<p class={styles.none}>{t('none')}</p>}>
            <div class={styles.trail} role="region" aria-label={t('trail')} aria-live="polite">
              <For each={days()}>
                {(day) => (
                  <section>
                    <h3>{isSameDay(day.at, now()) ? `${t('today')}, ${dayName(day.at)}` : dayName(day.at)}</h3>
                    <ol>
                      <For each={day.lines}>{(line) => <Line line={line} only={only} />}</For>
                    </ol>
                  </section>
                )}
              </For>
            </div>
            <Show when={next()}>
              {(cursor) => (
                <p class={styles.earlier}>
                  <button type="button" class="btn" onClick={() => void load(cursor())}>
                    {t('earlier')}
                  </button>
                </p>
              )}
            </Show>
          </Show>
        )}
      </Show>
    </main>
  );
}

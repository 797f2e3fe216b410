import { createEffect, createSignal, For, on } from 'solid-js';
import { type AuditLine, TOPICS, type Topic } from '../../../server/audit/contract.ts';
import { ApiError } from '../../shared/request.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { dayName, isSameDay } from '../../shared/time.ts';
import column from '../settings/column.module.css';
import { createPaged } from '../settings/paged.ts';
import { PagedList } from '../settings/paged-list.tsx';
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
  const paged = createPaged((cursor) => auditApi.page(filters(), { now: now(), cursor }));
  const filter = (change: Partial<Filters>) => setFilters((before) => ({ ...before, ...change }));
  let about!: HTMLInputElement;

  async function download(event: MouseEvent & { currentTarget: HTMLAnchorElement }) {
    event.preventDefault();
    const { href } = event.currentTarget;
    try {
      await auditApi.proveForExport();
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'recent_sign_in')) paged.fail();
      return;
    }
    // The answer is a file, so this page stays.
    location.assign(href);
  }

  createEffect(on(filters, () => void paged.load(null)));

  const days = () => {
    const found: { at: number; lines: AuditLine[] }[] = [];
    for (const line of paged.items() ?? []) {
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
      <PagedList words={t} paged={paged}>
        {() => (
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
        )}
      </PagedList>
    </main>
  );
}

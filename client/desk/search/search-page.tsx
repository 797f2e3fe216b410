import { useLocation, useNavigate } from '@solidjs/router';
import Search from 'lucide-solid/icons/search';
import { createEffect, createMemo, For, on, onCleanup, onMount, Show } from 'solid-js';
import type { Cut } from '../../../server/search/contract.ts';
import { announce } from '../../shared/ui/announce.tsx';
import { showIn } from '../../shared/ui/box.ts';
import { useState } from '../../shared/state/session.ts';
import { dayName } from '../../shared/time.ts';
import { useCommands } from '../commands.ts';
import { Key } from '../keys/key.tsx';
import { t } from './words.ts';
import { SEARCH_BOX } from './open-search.ts';
import { ResultRow } from './result-row.tsx';
import { createResults, type Question } from './results.ts';
import styles from './search-page.module.css';

const ASK_AFTER_MS = 300;
const ORDERS = ['newest', 'rank'] as const;

/** The question lives in the address, so that it works with the back button and as a link. */
export function SearchPage() {
  const state = useState();
  const location = useLocation();
  const navigate = useNavigate();
  const question = createMemo<Question>(
    () => {
      const asked = new URLSearchParams(location.search);
      return { q: asked.get('q') ?? '', order: asked.get('order') === 'rank' ? 'rank' : 'newest' };
    },
    { q: '', order: 'newest' },
    { equals: (a, b) => a.q === b.q && a.order === b.order },
  );
  const results = createResults(question, state.me.id);
  let box!: HTMLInputElement;
  let list!: HTMLOListElement;
  let typing: ReturnType<typeof setTimeout> | undefined;

  function ask(order = question().order) {
    clearTimeout(typing);
    const asked = new URLSearchParams({ q: box.value, ...(order === 'rank' && { order }) });
    navigate(`/search?${asked}`, { replace: true, scroll: false });
  }
  onCleanup(() => clearTimeout(typing));
  onMount(() => {
    const opened = list.querySelector<HTMLElement>(`[data-event="${results.opened() ?? ''}"]`);
    (opened ?? box).focus();
  });

  const links = () => [...list.querySelectorAll<HTMLElement>('a')];
  function move(step: 1 | -1) {
    const all = links();
    const next = all.findIndex((link) => link === document.activeElement) + step;
    if (next < 0) box.focus();
    else all[Math.min(next, all.length - 1)]?.focus();
  }
  function pressed(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    if (event.target === box && event.key === 'ArrowUp') return;
    event.preventDefault();
    move(event.key === 'ArrowDown' ? 1 : -1);
  }
  useCommands({ next: () => move(1), previous: () => move(-1) });

  const isCut = (by: Cut) => results.shown()?.cut.includes(by) === true;
  const count = () => {
    const shown = results.shown();
    const n = shown?.items.length ?? 0;
    if (!shown || n === 0) return '';
    if (shown.next || !shown.complete) return t('count.some', { n });
    return n === 1 ? t('count.one') : t('count.many', { n });
  };
  createEffect(
    on(results.shown, (shown) => shown && announce(count() || t('none', { q: question().q })), { defer: true }),
  );

  return (
    <main class={styles.page} id="talk" tabindex="-1">
      <div class={styles.head}>
        <h2>{t('title')}</h2>
        <form
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            ask();
          }}
        >
          <label class={styles.find}>
            <Search size={16} stroke-width={1.75} aria-hidden="true" />
            <span class="sr">{t('label')}</span>
            <input
              ref={(element) => {
                box = element;
                showIn(element, () => question().q);
              }}
              id={SEARCH_BOX}
              type="search"
              maxlength={300}
              autocomplete="off"
              spellcheck={false}
              dir="auto"
              aria-describedby="search-hint"
              onInput={() => {
                clearTimeout(typing);
                typing = setTimeout(ask, ASK_AFTER_MS);
              }}
              onKeyDown={pressed}
            />
            <Key of="search" />
          </label>
          <div class={styles.orders} role="group" aria-label={t('order')}>
            <For each={ORDERS}>
              {(order) => (
                <button type="button" class="btn" aria-pressed={question().order === order} onClick={() => ask(order)}>
                  {t(order)}
                </button>
              )}
            </For>
          </div>
        </form>
        <p id="search-hint" class={styles.hint}>
          {t('hint')} <code>from:ana</code> <code>status:open</code> <code>assignee:me</code> <code>is:note</code>{' '}
          <code>has:file</code> <code>after:2026-01-31</code> <code>"a phrase"</code> <code>-word</code>{' '}
          <code>#1042</code>
        </p>
      </div>
      <Show when={results.problem()}>
        {(problem) => (
          <p class={styles.said} role="alert">
            {problem().words}{' '}
            <Show when={problem().mayRetry}>
              <button type="button" class="btn" onClick={() => results.again()}>
                {t('tryAgain')}
              </button>
            </Show>
          </p>
        )}
      </Show>
      <Show when={results.busy()}>
        <p class={styles.said}>{t('busy')}</p>
      </Show>
      <Show when={(results.shown()?.indexed ?? 1) < 0.999}>
        <p class={styles.said}>{t('indexing', { part: Math.floor(100 * (results.shown()?.indexed ?? 1)) })}</p>
      </Show>
      <For each={results.shown()?.unknown}>{(name) => <p class={styles.said}>{t('unknown', { name })}</p>}</For>
      <Show when={isCut('words')}>
        <p class={styles.said}>{t('cutWords')}</p>
      </Show>
      <Show when={results.shown()}>
        {(shown) => (
          <Show
            when={shown().items.length > 0}
            fallback={<p class={styles.said}>{isCut('time') ? t('noneYet') : t('none', { q: question().q })}</p>}
          >
            <p class={styles.count}>{count()}</p>
          </Show>
        )}
      </Show>
      <ol class={styles.results} ref={list} aria-label={t('results')} onKeyDown={pressed}>
        <For each={results.shown()?.items}>
          {(found) => <ResultRow found={found} opened={() => results.keep(found.eventId)} />}
        </For>
      </ol>
      <Show when={results.shown()?.next}>
        <div class={styles.more}>
          <Show when={isCut('time') && results.shown()?.items.at(-1)}>
            {(last) => <p>{t('searchedTo', { day: dayName(last().at) })}</p>}
          </Show>
          <button type="button" class="btn" onClick={() => results.more()}>
            {isCut('time') ? t('goOn') : t('more')}
          </button>
        </div>
      </Show>
      <Show when={question().order === 'rank' && (isCut('rank') || isCut('time'))}>
        <p class={styles.said}>{t('weighed')}</p>
      </Show>
    </main>
  );
}

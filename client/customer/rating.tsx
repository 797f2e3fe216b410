import X from 'lucide-solid/icons/x';
import { createEffect, createSignal, createUniqueId, For, on, onCleanup, Show } from 'solid-js';
import type { RATING_WINDOW_MS, Score } from '../../server/rating/contract.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { announce } from '../shared/ui/announce.tsx';
import { request } from '../shared/request.ts';
import { textIn } from '../shared/ui/form.ts';
import { keep } from '../shared/keep.ts';
import { problemWords } from '../shared/problems.ts';
import { isWriting, createAfterWriting, showIn } from '../shared/ui/box.ts';
import { useSession, useState } from '../shared/state/session.ts';
import { applyRow } from '../shared/state/timeline.ts';
import { shared, t } from './words.ts';
import styles from './rating.module.css';

/** The contract's value; a browser takes only types from it. */
const WINDOW_MS: typeof RATING_WINDOW_MS = 604_800_000;
const SCORES: readonly Score[] = [1, 2, 3, 4, 5];
/** Arrow keys pass over scores; only the one where they rest is sent. */
const SETTLE_MS = 400;

/** The rating in one tap, at the end of the conversation. */
export function Rating(props: { row: TicketRow }) {
  const { store, now } = useSession();
  const state = useState();
  const name = createUniqueId();
  const [chosen, setChosen] = createSignal<Score | null>(null);
  const [problem, setProblem] = createSignal('');
  const [comment, setComment] = createSignal<string | null>(null);
  const [open, setOpen] = createSignal(false);
  const [dismissed, setDismissed] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));

  // A ticket that is resolved again asks again.
  const key = () => `rating:${state.me.id}:${props.row.id}:${props.row.resolvedAt ?? props.row.closedAt}`;
  createEffect(
    on(key, (name) => {
      setDismissed(keep.get(name) === 'dismissed');
      setOpen(false);
      setProblem('');
      setChosen(null);
    }),
  );
  createEffect(
    on(
      // Another tab may have changed the comment: the row's version changes, but the row carries no text.
      () => props.row.rating !== null && props.row.version,
      (version) => {
        if (version === false) return setComment(null);
        request('GET', `/tickets/${props.row.id}/rating`).then(
          ({ comment: said }) => setComment(said),
          () => {},
        );
      },
    ),
  );

  const isOld = () => props.row.ratedAt !== null && props.row.ratedAt < (props.row.resolvedAt ?? 0);
  const given = () => (isOld() ? null : props.row.rating);
  const score = () => chosen() ?? given();
  const mayChange = () => given() === null || now() - (props.row.ratedAt ?? 0) < WINDOW_MS;
  /** A given rating shows as one line, but never in the place of a comment that is being written. */
  const isQuiet = createAfterWriting(
    () => given() !== null && !open(),
    (now) => now && isWriting(),
  );
  const hasScore = createAfterWriting(() => score() !== null);

  async function send(next: Score, text?: string): Promise<boolean> {
    setProblem('');
    try {
      const row = await request('PUT', `/tickets/${props.row.id}/rating`, {
        score: next,
        ...(text !== undefined && { comment: text || null }),
      });
      store.change((was) => applyRow(was, row));
      setChosen(null);
      if (text !== undefined) setComment(text || null);
      return true;
    } catch (error) {
      setProblem(problemWords(error));
      return false;
    }
  }

  function choose(next: Score) {
    setChosen(next);
    setOpen(true);
    clearTimeout(timer);
    timer = setTimeout(() => void send(next).then((sent) => sent && announce(t('rating.thanks'))), SETTLE_MS);
  }

  async function say(form: HTMLFormElement) {
    clearTimeout(timer);
    const now = score();
    if (now && (await send(now, textIn(new FormData(form), 'comment').trim()))) {
      setOpen(false);
      announce(t('rating.thanks'));
    }
  }

  function dismiss() {
    if (given() === null) {
      keep.set(key(), 'dismissed');
      setDismissed(true);
    }
    setOpen(false);
  }

  return (
    <Show when={hasScore() || !dismissed()}>
      <Show
        when={!isQuiet()}
        fallback={
          <p class={styles.said}>
            {t('rating.given', { score: shared(`scores.${given() ?? 5}`) })}
            <Show when={mayChange()}>
              <button type="button" onClick={() => setOpen(true)}>
                {comment() ? t('rating.change') : t('rating.changeOrSay')}
              </button>
            </Show>
          </p>
        }
      >
        <section class={styles.rating} aria-label={t('rating.title')}>
          <button
            type="button"
            class={`btn bare icon ${styles.close}`}
            aria-label={given() === null ? t('rating.dismiss') : shared('close')}
            title={given() === null ? t('rating.dismiss') : shared('close')}
            onClick={dismiss}
          >
            <X size={16} stroke-width={1.75} aria-hidden="true" />
          </button>
          <fieldset>
            <legend>{t('rating.title')}</legend>
            <div class={styles.scores}>
              <For each={SCORES}>
                {(one) => (
                  <label>
                    <input
                      type="radio"
                      class="sr"
                      name={name}
                      value={one}
                      checked={score() === one}
                      onChange={() => choose(one)}
                    />
                    <span>{shared(`scores.${one}`)}</span>
                  </label>
                )}
              </For>
            </div>
          </fieldset>
          <Show when={problem()}>
            <p class="problem" role="alert">
              {problem()}
            </p>
          </Show>
          <Show when={hasScore()}>
            <form
              onSubmit={(event) => {
                event.preventDefault();
                void say(event.currentTarget);
              }}
            >
              <label for={`${name}-comment`}>{t('rating.comment')}</label>
              <textarea
                id={`${name}-comment`}
                class="input"
                name="comment"
                rows={2}
                maxlength={10_000}
                dir="auto"
                ref={(box) => showIn(box, () => comment() ?? '')}
              />
              <button type="submit" class="btn">
                {t('rating.send')}
              </button>
            </form>
          </Show>
        </section>
      </Show>
    </Show>
  );
}

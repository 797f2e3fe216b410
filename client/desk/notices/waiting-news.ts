import { createEffect, on, onCleanup } from 'solid-js';
import { announce } from '../../shared/ui/announce.tsx';
import { useSession, useState, useWhole } from '../../shared/state/session.ts';
import { rowsOf, waitingCount } from '../queue/views.ts';
import { durationWords } from './duration-words.ts';
import { t } from './words.ts';

const EVERY_MS = 10_000;

/** Announces the number of waiting tickets when it grows: at most every ten seconds, and always the latest number. */
export function useWaitingNews() {
  const state = useState();
  const whole = useWhole();
  const session = useSession();
  let said = -EVERY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function say() {
    timer = undefined;
    const n = waitingCount(state);
    if (n === 0) return;
    said = performance.now();
    // The head of the queue is always loaded, in every view.
    const since = rowsOf('waiting', whole())[0]?.waitingSince ?? session.now();
    announce(n === 1 ? t('waiting.one') : t('waiting.many', { n, wait: durationWords(session.now() - since) }));
  }

  createEffect(
    on(
      () => waitingCount(state),
      (n, before) => {
        if (before === undefined || n <= before) return;
        timer ??= setTimeout(say, Math.max(0, said + EVERY_MS - performance.now()));
      },
    ),
  );
  onCleanup(() => clearTimeout(timer));
}

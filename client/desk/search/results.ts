/** The question in the address and its results. */
import { type Accessor, createEffect, createSignal, on } from 'solid-js';
import type { SearchResult, Results } from '../../../server/search/contract.ts';
import { ApiError, request } from '../../shared/request.ts';
import { t as shared } from '../../shared/words.ts';
import { timeZone } from '../../shared/zone.ts';

export interface Question {
  q: string;
  order: 'newest' | 'rank';
}

interface ShownResults extends Results {
  /** The user and the question of these results. */
  key: string;
}

const SPINNER_AFTER_MS = 400;
/** Kept so that the list is unchanged when the person returns from a result. */
let kept: { shown: ShownResults; opened: number | null } | null = null;

export function createResults(question: Accessor<Question>, userId: string) {
  const keyOf = ({ q, order }: Question) => `${userId} ${order} ${q}`;
  const [shown, setShown] = createSignal<ShownResults | null>(
    kept?.shown.key === keyOf(question()) ? kept.shown : null,
  );
  const [problem, setProblem] = createSignal<{ words: string; mayRetry: boolean } | null>(null);
  const [busy, setBusy] = createSignal(false);
  let turn = 0;

  /** Only the answer to the latest question counts. */
  async function ask(asked: Question, cursor: string | null) {
    const mine = (turn += 1);
    const spinner = setTimeout(setBusy, SPINNER_AFTER_MS, true);
    try {
      const page = await request(
        'GET',
        `/search?${new URLSearchParams({ ...asked, timeZone: timeZone(), ...(cursor && { cursor }) })}`,
      );
      if (mine !== turn) return;
      const before: SearchResult[] = cursor ? (shown()?.items ?? []) : [];
      setShown({ ...page, key: keyOf(asked), items: [...before, ...page.items] });
      setProblem(null);
    } catch (error) {
      if (mine !== turn) return;
      const refused = error instanceof ApiError ? error : null;
      const words = refused ? (refused.fields['q'] ?? refused.message) : shared('offline.noAnswer');
      setProblem({ words, mayRetry: refused?.status !== 422 });
      if (!cursor) setShown(null);
    } finally {
      clearTimeout(spinner);
      if (mine === turn) setBusy(false);
    }
  }

  createEffect(
    on(question, (now) => {
      if (now.q.trim() === '') {
        turn += 1;
        setShown(null);
        setProblem(null);
      } else if (shown()?.key !== keyOf(now)) void ask(now, null);
    }),
  );

  return {
    shown,
    problem,
    busy,
    again: () => void ask(question(), null),
    more: () => void ask(question(), shown()?.next ?? null),
    /** The result that was opened last. */
    opened: () => (kept?.shown.key === shown()?.key ? kept?.opened : null),
    keep(opened: number) {
      const now = shown();
      kept = now && { shown: now, opened };
    },
  };
}

import { createEffect, createSignal, on } from 'solid-js';
import { api } from '../../shared/api.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { clockTime, isSameDay, momentWords } from '../../shared/time.ts';
import { t } from './words.ts';

export interface NextWake {
  n: number;
  time: string;
  subject: string;
  sentence: string;
}

/** The next end of a snooze in the whole desk; null until it is known, and where nothing is snoozed. */
export function createNextWake(): () => NextWake | null {
  const state = useState();
  const { now, live } = useSession();
  const [next, setNext] = createSignal<{ at: number; subject: string } | null>(null);
  const n = () => state.counts?.snoozed ?? 0;
  createEffect(
    on([n, live.connection], ([count, connection]) => {
      if (count === 0) return setNext(null);
      if (connection !== 'live') return;
      // The screen is useful without it.
      api.ticketsBy(new URLSearchParams({ snoozed: 'true', order: 'snoozed', limit: '1' })).then(
        ({ items: [row] }) => setNext(row?.snoozedUntil ? { at: row.snoozedUntil, subject: row.subject } : null),
        () => {},
      );
    }),
  );
  return () => {
    const first = next();
    if (!first || n() === 0) return null;
    const time = isSameDay(first.at, now()) ? clockTime(first.at) : momentWords(first.at);
    const sentence = t.count('snoozed', n(), { time });
    return { n: n(), time, subject: first.subject, sentence };
  };
}

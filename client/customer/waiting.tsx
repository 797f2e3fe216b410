import { createEffect, on, Show } from 'solid-js';
import type { PLACE_MOST } from '../../server/place/contract.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { request } from '../shared/request.ts';
import { type Session, useSession } from '../shared/state/session.ts';
import { roughly } from '../shared/time.ts';
import { isInLine } from './status-words.ts';
import { t } from './words.ts';
import styles from './flow.module.css';

/** The contract's value; a browser takes only types from it. */
const MOST: typeof PLACE_MOST = 50;

/** The customer's place in the queue, until the first reply. The wait to expect stands in the head alone. */
export function Waiting(props: { row: TicketRow }) {
  const { live } = useSession();
  const known = () => live.here.placeOf(props.row.id);

  createEffect(
    on([() => props.row.id, () => live.connection() === 'live'], ([id, isLive]) => {
      if (!isLive) return;
      const before = known();
      // A place pushed meanwhile is newer.
      request('GET', `/tickets/${id}/place`).then(
        (place) => live.here.placeOf(id) === before && live.here.place(place),
        () => {},
      );
    }),
  );

  const placeWords = (place: number) => {
    if (place === 0) return t('wait.next');
    if (place > MOST) return t.count('wait.more', MOST);
    return t.count('wait.before', place);
  };

  return (
    <Show when={known()?.place !== null && known()}>
      {(one) => (
        <p class={styles.wait}>
          {placeWords(one().place ?? 0)} <small>{t('wait.leave')}</small>
        </p>
      )}
    </Show>
  );
}

/** The wait to expect for a ticket in the queue, for the head; empty while nobody can tell, null for any other ticket. */
export function expectedWords({ live, now }: Session, row: TicketRow | undefined): string | null {
  if (!row || !isInLine(row)) return null;
  const expected = live.here.placeOf(row.id)?.waitMs;
  if (expected === null || expected === undefined) return '';
  const left = (row.waitingSince ?? now()) + expected - now();
  return left > 0 ? t('wait.expected', { time: roughly(left) }) : t('wait.longer');
}

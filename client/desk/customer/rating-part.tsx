import { createEffect, createSignal, on, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { request } from '../../shared/request.ts';
import { fullTime } from '../../shared/time.ts';
import { shared } from '../words.ts';
import { t } from '../conversation/words.ts';
import styles from './customer-panel.module.css';

/** The customer's rating. The comment is requested, because rows do not carry it. */
export function RatingPart(props: { row: TicketRow }) {
  const [comment, setComment] = createSignal<string | null>(null);
  createEffect(
    on(
      () => props.row.rating !== null && props.row.version,
      (version) => {
        if (version === false) return setComment(null);
        const { id } = props.row;
        // The score shows without the comment.
        request('GET', `/tickets/${id}/rating`).then(
          ({ comment: said }) => setComment(said),
          () => setComment(null),
        );
      },
    ),
  );

  return (
    <Show when={props.row.rating}>
      {(score) => (
        <section>
          <h3>{t('customer.rating')}</h3>
          <p title={fullTime(props.row.ratedAt ?? 0)}>
            <b>{score()} / 5</b>, {shared(`scores.${score()}`)}
          </p>
          <Show when={comment()}>
            {(text) => (
              <p class={styles.comment} dir="auto">
                {text()}
              </p>
            )}
          </Show>
        </section>
      )}
    </Show>
  );
}

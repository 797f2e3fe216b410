import { For, Show } from 'solid-js';
import type { Forecast } from '../../../server/retention/contract.ts';
import { dayName } from '../../shared/time.ts';
import { Link } from '../link.tsx';
import styles from './privacy.module.css';
import { t } from './words.ts';

/** What a rule would do now. */
export function ForecastView(props: { forecast: Forecast }) {
  const between = () => {
    const { oldestAt, newestAt } = props.forecast;
    if (oldestAt === null || newestAt === null) return '';
    return `, ${t('forecast.from', { oldest: dayName(oldestAt), newest: dayName(newestAt) })}`;
  };
  const many = () =>
    props.forecast.tickets === 0 ? t('forecast.noTickets') : t.count('forecast.tickets', props.forecast.tickets);
  return (
    <>
      <p>
        {t('forecast.title')} <b>{many()}</b>
        {between()}. {t('forecast.nothing')}
      </p>
      <Show when={props.forecast.held > 0}>
        <p>{t.count('forecast.held', props.forecast.held)}</p>
      </Show>
      <Show when={props.forecast.examples.length > 0}>
        <h5>{t('forecast.examples')}</h5>
        <ul class={styles.examples}>
          <For each={props.forecast.examples}>
            {(ticket) => (
              <li>
                <Link href={`/all/${ticket.id}`}>{ticket.number}</Link>
                <span class="clip" dir="auto">
                  {ticket.subject}
                </span>
                <small dir="auto">{ticket.customer}</small>
                <time datetime={new Date(ticket.doneAt).toISOString()}>{dayName(ticket.doneAt)}</time>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </>
  );
}

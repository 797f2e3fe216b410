import { useState } from '../../shared/state/session.ts';
import { wordsOf } from '../../shared/words.ts';
import { isDone } from '../../customer/status-words.ts';
import styles from './ticket-list.module.css';

const t = wordsOf({
  label: 'Which tickets',
  all: { of: 'All {{ n }}', some: 'All' },
  open: { of: 'Open {{ n }}', some: 'Open' },
  done: { of: 'Done {{ n }}', some: 'Done' },
} as const);

const FILTERS = ['all', 'open', 'done'] as const;
export type Filter = (typeof FILTERS)[number];

/** Of a list that does not fit on the screen. */
export function ListFilter(props: { choose: (filter: Filter) => void }) {
  const state = useState();
  const rows = () => Object.values(state.rows).filter((row) => row.mergedInto === null);
  const words = (which: Filter, n: number) =>
    // While some are not loaded there is no true number.
    state.next === null ? t(`${which}.of`, { n: String(n) }) : t(`${which}.some`);
  return (
    <select
      class={`input ${styles.filter}`}
      aria-label={t('label')}
      onChange={(event) => props.choose(FILTERS.find((one) => one === event.currentTarget.value) ?? 'all')}
    >
      <option value="all">{words('all', rows().length)}</option>
      <option value="open">{words('open', rows().filter((row) => !isDone(row)).length)}</option>
      <option value="done">{words('done', rows().filter(isDone).length)}</option>
    </select>
  );
}

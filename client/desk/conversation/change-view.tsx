import { Show } from 'solid-js';
import { useState } from '../../shared/state/session.ts';
import { clockTime, fullTime } from '../../shared/time.ts';
import type { ChangeEvent } from '../../shared/state/timeline.ts';
import { Link } from '../link.tsx';
import { t } from './words.ts';
import { changeWords, continuedIn } from './change-words.ts';
import type { Fold } from './fold-changes.ts';
import styles from './transcript.module.css';

interface Props {
  event: ChangeEvent;
  /** For one of many changes: the first shows the fold, the others are hidden. */
  fold: Fold | 'inside' | null;
}

/** One change of the ticket. */
export function ChangeView(props: Props) {
  const state = useState();
  const words = () => changeWords(props.event, state.lists);
  const said = () => (
    <div class={styles.past}>
      <time datetime={new Date(props.event.at).toISOString()} title={fullTime(props.event.at)}>
        {clockTime(props.event.at)}
      </time>
      <p>
        <Show when={continuedIn(props.event)} fallback={words()}>
          {(id) => <Link href={`/all/${id()}`}>{words()}</Link>}
        </Show>
      </p>
    </div>
  );
  const first = () => (props.fold === 'inside' ? null : props.fold);
  return (
    <Show when={props.fold !== 'inside'}>
      <Show when={first()} fallback={said()}>
        {(fold) => <Folded of={fold()} />}
      </Show>
    </Show>
  );
}

const Folded = (props: { of: Fold }) => (
  <div class={styles.past}>
    <span />
    <p>
      <button type="button" onClick={() => props.of.unfold()}>
        {t('change.many', { n: props.of.count, names: props.of.names.join(', ') || t('change.system') })}
      </button>
    </p>
  </div>
);

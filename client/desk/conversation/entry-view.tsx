import { type JSX, Show, untrack } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useSession } from '../../shared/state/session.ts';
import { dayName, isSameDay } from '../../shared/time.ts';
import type { Entry } from '../../shared/state/timeline.ts';
import { shared } from '../words.ts';
import { ChangeView } from './change-view.tsx';
import type { Fold } from './fold-changes.ts';
import { NoteView } from './note-view.tsx';
import styles from './transcript.module.css';
import { TurnView } from './turn-view.tsx';

interface Props {
  entry: Entry;
  before: Entry | undefined;
  row: TicketRow;
  isLastOwn: boolean;
  /** For one of many changes. */
  fold: Fold | 'inside' | null;
  /** Shown between the day and the entry. */
  children?: JSX.Element;
}

/** A message, note or change, with the day above it when a new day begins. */
export function EntryView(props: Props) {
  const { now } = useSession();
  // The kind of an entry never changes, so hundreds of entries need no watcher for it.
  const entry = untrack(() => props.entry);
  const startsDay = () => !props.before || !isSameDay(props.before.at, entry.at);
  /** The merged ticket that it was written on, if any. */
  const from = () => props.row.mergedFrom.find(({ id }) => id === entry.ticketId) ?? null;
  const day = () => (isSameDay(entry.at, now()) ? `${shared('today')}, ${dayName(entry.at)}` : dayName(entry.at));
  const follows = () =>
    entry.kind === 'message' &&
    !startsDay() &&
    props.before?.kind === 'message' &&
    props.before.ticketId === entry.ticketId &&
    props.before.authorId === entry.authorId;
  const said = () => {
    if (entry.kind === 'note') return <NoteView note={entry.note} customer={props.row.customer.name} from={from()} />;
    if (entry.kind === 'change') return <ChangeView event={entry.event} fold={props.fold} />;
    return (
      <TurnView message={entry.message} follows={follows()} row={props.row} from={from()} isLastOwn={props.isLastOwn} />
    );
  };

  return (
    <>
      <Show when={startsDay()}>
        <div class={styles.day}>
          <h3>{day()}</h3>
        </div>
      </Show>
      {props.children}
      {untrack(said)}
    </>
  );
}

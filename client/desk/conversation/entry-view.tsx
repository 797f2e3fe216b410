import { type JSX, Match, Show, Switch } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useSession, useState } from '../../shared/session.ts';
import { clockTime, dayName, fullTime, isSameDay } from '../../shared/time.ts';
import { ticketOf } from '../../shared/merged.ts';
import type { Entry } from '../../shared/timeline.ts';
import { Link } from '../link.tsx';
import { shared, t } from '../words.ts';
import { changeWords, continuedIn } from './change-words.ts';
import type { Fold } from './noise.ts';
import { NoteView } from './note-view.tsx';
import styles from './transcript.module.css';
import { TurnView } from './turn-view.tsx';

interface Props {
  entry: Entry;
  before: Entry | undefined;
  row: TicketRow;
  isLastOwn: boolean;
  /** Of a change that stands among many: the first says how many, the others say nothing. */
  fold: Fold | 'inside' | null;
  /** Stands between the day and the entry. */
  children?: JSX.Element;
}

const atOf = (entry: Entry) =>
  entry.kind === 'message' ? entry.message.createdAt : entry.kind === 'note' ? entry.note.createdAt : entry.event.at;

/** A message, a note or a change, with the day above it where a new one begins. */
export function EntryView(props: Props) {
  const { now } = useSession();
  const state = useState();
  const startsDay = () => !props.before || !isSameDay(atOf(props.before), atOf(props.entry));
  /** The ticket that it was written on, where that is another one. */
  const from = () => props.row.mergedFrom.find(({ id }) => id === ticketOf(props.entry)) ?? null;
  const day = () =>
    isSameDay(atOf(props.entry), now())
      ? `${shared('today')}, ${dayName(atOf(props.entry))}`
      : dayName(atOf(props.entry));

  return (
    <>
      <Show when={startsDay()}>
        <div class={styles.day}>
          <h3>{day()}</h3>
        </div>
      </Show>
      {props.children}
      <Switch>
        <Match when={props.entry.kind === 'message' && props.entry.message}>
          {(message) => (
            <TurnView
              message={message()}
              follows={
                !startsDay() &&
                props.before?.kind === 'message' &&
                props.before.message.ticketId === message().ticketId &&
                props.before.message.author.id === message().author.id
              }
              row={props.row}
              from={from()}
              isLastOwn={props.isLastOwn}
            />
          )}
        </Match>
        <Match when={props.entry.kind === 'note' && props.entry.note}>
          {(note) => <NoteView note={note()} customer={props.row.customer.name} from={from()} />}
        </Match>
        <Match when={props.fold === 'inside'}>{null}</Match>
        <Match when={props.fold !== 'inside' && props.fold}>
          {(fold) => (
            <div class={styles.past}>
              <span />
              <p>
                <button type="button" onClick={() => fold().unfold()}>
                  {t('change.many', { n: fold().count, names: fold().names.join(', ') || t('change.system') })}
                </button>
              </p>
            </div>
          )}
        </Match>
        <Match when={props.entry.kind === 'change' && props.entry.event}>
          {(event) => (
            <div class={styles.past}>
              <time datetime={new Date(event().at).toISOString()} title={fullTime(event().at)}>
                {clockTime(event().at)}
              </time>
              <p>
                <Show when={continuedIn(event())} fallback={changeWords(event(), state)}>
                  {(id) => <Link href={`/all/${id()}`}>{changeWords(event(), state)}</Link>}
                </Show>
              </p>
            </div>
          )}
        </Match>
      </Switch>
    </>
  );
}

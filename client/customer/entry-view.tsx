import { Match, Show, Switch } from 'solid-js';
import type { Status } from '../../server/ticket-fields/contract.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { clockTime, dayName, fullTime, isSameDay } from '../shared/time.ts';
import { useSession, useState } from '../shared/state/session.ts';
import type { ChangeEvent, Entry, State } from '../shared/state/timeline.ts';
import { firstName } from '../shared/names.ts';
import { useLinks } from './links.ts';
import { shared, t } from './words.ts';
import { Bubble } from './bubble.tsx';
import styles from './flow.module.css';

interface Props {
  entry: Entry;
  before: Entry | undefined;
  isLastOwn: boolean;
  row: TicketRow | undefined;
}

/** Many changes are shown to the team only, so no day may appear without a line. */
export const isShown = (entry: Entry, { lists }: State) =>
  entry.kind !== 'change' || changeWords(entry.event, lists.statuses.items) !== '';

/** A message or change, with the day above it when a new day begins. */
export function EntryView(props: Props) {
  const { now } = useSession();
  const state = useState();
  const toTicket = useLinks();
  const startsDay = () => !props.before || !isSameDay(props.before.at, props.entry.at);
  const from = () => props.row?.mergedFrom.find(({ id }) => id === props.entry.ticketId) ?? null;
  const day = () => (isSameDay(props.entry.at, now()) ? shared('today') : dayName(props.entry.at));
  const change = () =>
    props.entry.kind === 'change' ? changeWords(props.entry.event, state.lists.statuses.items) : '';

  const continuedIn = () =>
    props.entry.kind === 'change' && props.entry.event.type === 'ticket.continued' ? props.entry.event.in.id : null;

  return (
    <>
      <Show when={startsDay()}>
        <h3 class={styles.day}>{day()}</h3>
      </Show>
      <Switch>
        <Match when={props.entry.kind === 'message' && props.entry.message}>
          {(message) => (
            <Bubble
              message={message()}
              follows={
                !startsDay() &&
                props.before?.kind === 'message' &&
                props.before.ticketId === props.entry.ticketId &&
                props.before.authorId === props.entry.authorId
              }
              from={from()}
              isLastOwn={props.isLastOwn}
              row={props.row}
            />
          )}
        </Match>
        <Match when={change()}>
          <p class={styles.change} title={fullTime(props.entry.at)}>
            <Show when={continuedIn()} fallback={change()}>
              {(id) => <a href={toTicket(id())}>{change()}</a>}
            </Show>
          </p>
        </Match>
      </Switch>
    </>
  );
}

/** Changes without a sentence for customers: the row shows them, or they are for the team only. */
type Unsaid =
  | 'ticket.edited'
  | 'ticket.prioritised'
  | 'ticket.rated'
  | 'ticket.customer_changed'
  | 'ticket.due_set'
  | 'ticket.team_changed'
  | 'ticket.escalated'
  | 'ticket.snoozed'
  | 'ticket.woke'
  | 'ticket.tagged'
  | 'ticket.linked'
  | 'ticket.unlinked';
const nothing = (_event: Extract<ChangeEvent, { type: Unsaid }>) => '';

/** The changes that a customer sees, as sentences. A new type gets its words here, or joins `Unsaid`. */
function changeWords(event: ChangeEvent, statuses: readonly Status[]): string {
  const time = clockTime(event.at);
  switch (event.type) {
    case 'ticket.status_changed': {
      const type = statuses.find(({ code }) => code === event.status)?.type;
      if (event.replaced) return '';
      if (type === 'resolved') return t('change.resolved', { name: firstName(event.actor?.name ?? ''), time });
      if (type === 'closed' || type === 'cancelled') return t('change.closed', { time });
      if (type !== 'open') return '';
      return event.actor?.kind === 'customer' ? t('change.reopenedByYou') : t('change.reopened', { time });
    }
    case 'ticket.assigned':
      // The line above the conversation already says who has it.
      return event.assignee ? '' : t('change.handedBack');
    case 'ticket.continued':
      return t('change.continuedIn', { number: event.in.number });
    case 'ticket.merged':
      return event.into.id === event.ticketId ? t('change.merged', { number: event.from.number }) : '';
    case 'ticket.unmerged':
      return event.into.id === event.ticketId ? t('change.unmerged', { number: event.from.number }) : '';
    case 'ticket.split':
      return event.into.id === event.ticketId
        ? t('change.splitFrom', { number: event.from.number })
        : t('change.splitInto', { number: event.into.number });
    default:
      return nothing(event);
  }
}

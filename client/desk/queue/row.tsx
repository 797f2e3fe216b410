import Widget from 'lucide-solid/icons/message-circle';
import { createMemo, For, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { Face } from '../../shared/ui/face.tsx';
import { useSession, useState } from '../../shared/state/session.ts';
import { duration } from '../../shared/time.ts';
import { plainLater } from '../../shared/conversation/plain-later.ts';
import { hasDraft } from '../../shared/state/timeline.ts';
import { unseenPlace } from '../mentions/mentioned.ts';
import { t } from '../words.ts';
import { presenceOf } from './presence.ts';
import { standingOf, standingTitle } from './promise.ts';
import styles from './row.module.css';
import type { Selection } from './selection.ts';

const FACES_MOST = 2;
/** Of “1h 44m”. A time with its weekday is longer, and the gutter is no wider. */
const WAIT_LENGTH = 6;

/** One ticket of the queue: the wait first, the deadline below. */
export function Row(props: {
  row: TicketRow;
  href: string;
  isOpen: boolean;
  selection: Selection;
  /** Its position in the whole list, of which only a part is rendered. */
  at: number;
  of: number;
  waits?: string | undefined;
}) {
  const state = useState();
  const { now, live } = useSession();
  const priority = () => state.lists.priorities.items.find((one) => one.code === props.row.priority);
  /** The one mark of a row: escalated, or its priority. */
  const mark = () => {
    if (props.row.escalated) return { words: t('queue.escalated'), isHot: true };
    const one = priority();
    return one && !one.isDefault ? { words: one.name, isHot: false } : null;
  };
  const named = (items: { id: string; name: string }[], id: string | null) =>
    items.find((one) => one.id === id)?.name ?? [];
  /** The team, then the tags. */
  const tags = () => [
    ...[named(state.lists.teams.items, props.row.teamId)].flat(),
    ...props.row.tags.flatMap((id) => named(state.lists.tags.items, id)),
  ];
  const standing = createMemo(() => standingOf(props.row, state.lists.priorities.items, now()));
  const presence = createMemo(() => presenceOf(live.here.onTicket(props.row.id), state));
  const isHolder = (person: { id: string }) => person.id === props.row.assignee?.id;
  /** As the list of colleagues has them: it is told when they change, and the row is not. */
  const holder = createMemo(() => {
    const { assignee } = props.row;
    return assignee && (state.lists.colleagues.items.find(({ id }) => id === assignee.id) ?? assignee);
  });
  const isHere = () => presence().viewing.some(isHolder);
  /** Nothing when the subject says it already, as that of a visitor's first message does. */
  const last = () => {
    const { excerpt } = props.row.lastMessage;
    return props.row.subject.startsWith(excerpt.slice(0, 60)) ? '' : plainLater(excerpt);
  };
  const writer = () => {
    const colleague = presence().writing[0];
    if (colleague) return t('queue.replies', { name: colleague.name });
    const name = live.here.typingOn(props.row.id)[0]?.person.name;
    return name && t('queue.writes', { name });
  };

  return (
    <li
      class={styles.item}
      data-id={props.row.id}
      aria-setsize={props.of}
      aria-posinset={props.at + 1}
      classList={{ [styles.picked ?? '']: props.selection.has(props.row.id) }}
    >
      <input
        type="checkbox"
        class={`check ${styles.pick}`}
        checked={props.selection.has(props.row.id)}
        aria-label={t('bulk.pick', { subject: props.row.subject })}
        // Shift selects a range from the last selected row.
        onClick={(event) => {
          if (event.shiftKey) props.selection.extend(props.row.id);
          else props.selection.toggle(props.row.id);
        }}
      />
      {/* A plain link: each link of the router would check the address on every change. */}
      <a
        href={props.href}
        noScroll
        class={`${styles.row} ring-in`}
        classList={{ [styles.unread ?? '']: props.row.unread > 0, [styles.open ?? '']: props.isOpen }}
        aria-current={props.isOpen ? 'page' : undefined}
      >
        <span class={styles.wait}>
          <time
            classList={{ [styles.day ?? '']: standing().time.length > WAIT_LENGTH }}
            datetime={standing().waits === null ? undefined : duration(standing().waits ?? 0)}
          >
            {standing().time}
          </time>
          <small class={standing().tone} title={standingTitle(props.row, state.lists.priorities.items)}>
            {standing().words}
          </small>
        </span>
        <span class={styles.text}>
          <span class={styles.who}>
            <Show when={props.row.unread > 0}>
              <span class="sr">{t('queue.unread')}</span>
            </Show>
            <span class={`${styles.name} clip`} dir="auto">
              {props.row.customer.name}
            </span>
            <Show when={props.row.channel === 'widget'}>
              <span class={styles.channel} title={t('queue.widget')}>
                <Widget size={12} stroke-width={2} aria-hidden="true" />
                <span class="sr">{t('queue.widget')}</span>
              </span>
            </Show>
            <Show when={unseenPlace(props.row.id, state) >= 0}>
              <span class={styles.draft}>{t('queue.mention')}</span>
            </Show>
            <Show when={hasDraft(state, { ticketId: props.row.id })}>
              <span class={styles.draft}>{t('queue.draft')}</span>
            </Show>
            <Show when={props.waits}>
              {(act) => <span class={styles.draft}>{t('queue.waits', { act: act() })}</span>}
            </Show>
            <Show when={mark()}>
              {(one) => (
                <span class={styles.tag} classList={{ hot: one().isHot }}>
                  {one().words}
                </span>
              )}
            </Show>
          </span>
          <span class={`${styles.subject} clip`} dir="auto">
            {props.row.subject}
          </span>
          <span class={styles.last}>
            <Show
              when={writer()}
              fallback={
                <span class="clip" dir="auto">
                  {last()}
                </span>
              }
            >
              {(words) => <em class="clip">{words()}</em>}
            </Show>
            <Show when={tags().length > 0}>
              <span class={`${styles.tags} clip`} dir="auto">
                {tags().join(', ')}
              </span>
            </Show>
            <Show when={presence().viewing.length > 0}>
              <span class="sr">
                .{' '}
                {t('queue.here', {
                  names: presence()
                    .viewing.map(({ name }) => name)
                    .join(', '),
                })}
              </span>
            </Show>
            <span class={styles.faces}>
              <For
                each={presence()
                  .viewing.filter((person) => !isHolder(person))
                  .slice(0, FACES_MOST)}
              >
                {(one) => <Face of={one} class={styles.here} title={t('queue.here', { names: one.name })} />}
              </For>
              <Show when={holder()}>
                {(person) => (
                  <Face
                    of={person()}
                    class={isHere() ? styles.here : ''}
                    title={t(isHere() ? 'queue.holdsHere' : 'queue.viewing', { name: person().name })}
                  />
                )}
              </Show>
            </span>
          </span>
        </span>
      </a>
    </li>
  );
}

import { createEffect, createMemo, For, on, Show, untrack } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { announce } from '../../shared/announce.tsx';
import type { OpenConversation } from '../../shared/conversation.ts';
import { createFollow } from '../../shared/follow.ts';
import { useSession, useState } from '../../shared/session.ts';
import { firstName } from '../../shared/names.ts';
import { shared } from '../words.ts';
import { EntryView } from './entry-view.tsx';
import { PendingView } from './pending-view.tsx';
import styles from './transcript.module.css';

/** A transcript, not bubbles: speaker and time in the gutter, the text in a column of 66 characters. */
export function Transcript(props: { open: OpenConversation; row: TicketRow }) {
  const session = useSession();
  const state = useState();
  let divider: HTMLElement | null = null;
  // As it was before this tab read any of it: the place to start must be known before the first paint.
  const readUpTo = untrack(() => (props.row.unread > 0 ? props.row.seen.staff.seq : Number.MAX_SAFE_INTEGER));

  // Changes are not messages: they are not counted as new. The first stays, for it shows that an older page came.
  const keys = createMemo(() => [
    ...props.open.entries().flatMap((entry, i) => (i > 0 && entry.kind === 'change' ? [] : entry.id)),
    ...props.open.pending().map((item) => item.id),
  ]);
  const authorOf = (id: string) => {
    const entry = props.open.entries().findLast((one) => one.id === id);
    return entry?.kind === 'message'
      ? entry.message.author.id
      : entry?.kind === 'note'
        ? entry.note.author.id
        : entry?.event.actor?.id;
  };
  const follow = createFollow({
    subject: () => (props.open.entries().length > 0 ? props.row.id : ''),
    keys,
    isOwn: (id) => (authorOf(id) ?? state.me.id) === state.me.id,
    startAt: () => divider,
    onNearStart: () => older(),
  });
  const older = () => void session.live.olderPage(props.row.id).catch(() => {});
  const firstUnread = createMemo(
    () =>
      props.open
        .entries()
        .find(
          (entry) =>
            entry.kind === 'message' &&
            entry.message.author.kind === 'customer' &&
            entry.message.seq > Math.min(readUpTo, props.open.readUpTo()),
        )?.id,
  );
  const lastOwn = createMemo(
    () =>
      props.open.entries().findLast((entry) => entry.kind === 'message' && entry.message.author.kind === 'staff')?.id,
  );
  const typing = () => session.live.here.typingOn(props.row.id).filter((who) => who.person.id !== state.me.id);

  createEffect(
    on(
      () => props.open.entries().at(-1),
      (last, before) => {
        if (
          !last ||
          !before ||
          before.eventId >= last.eventId ||
          last.kind !== 'message' ||
          last.message.author.id === state.me.id
        )
          return;
        announce(
          shared('message.announced', {
            name: firstName(last.message.author.name),
            text: last.message.body.slice(0, 200),
          }),
        );
      },
    ),
  );

  return (
    <div class={styles.frame}>
      <div
        class={`${styles.scroll} ring-in`}
        tabindex="0"
        role="region"
        aria-label={shared('message.region')}
        ref={(element) => follow.watch(element)}
      >
        <div class={styles.paper}>
          <Show when={props.open.conversation()?.olderBefore}>
            <p class={styles.older}>
              <button type="button" onClick={older}>
                {shared('message.older')}
              </button>
            </p>
          </Show>
          <For each={props.open.entries()}>
            {(entry, i) => (
              <EntryView
                entry={entry}
                before={props.open.entries()[i() - 1]}
                row={props.row}
                isLastOwn={entry.id === lastOwn()}
              >
                <Show when={entry.id === firstUnread()}>
                  <p class={styles.divider} ref={(element) => (divider = element)}>
                    <span>{shared('message.newSince')}</span>
                  </p>
                </Show>
              </EntryView>
            )}
          </For>
          <For each={props.open.pending()}>{(item) => <PendingView item={item} row={props.row} />}</For>
          <For each={typing()}>
            {(who) => (
              <p class={styles.typing}>
                <span>
                  <span class={styles.dots} aria-hidden="true">
                    <i />
                    <i />
                    <i />
                  </span>
                  {shared('typing', { name: firstName(who.person.name) })}
                </span>
              </p>
            )}
          </For>
        </div>
      </div>
      <Show when={follow.unseen() > 0}>
        <button type="button" class={`btn ${styles.jump}`} onClick={() => follow.toEnd()}>
          {follow.unseen() === 1 ? shared('message.new.one') : shared('message.new.many', { n: follow.unseen() })}
        </button>
      </Show>
    </div>
  );
}

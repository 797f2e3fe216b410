import { createEffect, createMemo, For, on, Show } from 'solid-js';
import { announce } from '../../shared/announce.tsx';
import type { OpenConversation } from '../../shared/conversation.ts';
import { createFollow } from '../../shared/follow.ts';
import { useSession, useState } from '../../shared/session.ts';
import type { Entry } from '../../shared/timeline.ts';
import { firstName } from '../../shared/names.ts';
import { shared } from '../words.ts';
import { EntryView } from './entry-view.tsx';
import styles from './flow.module.css';
import { PendingView } from './pending-view.tsx';

export function Flow(props: { open: OpenConversation; ticketId: string }) {
  const session = useSession();
  const state = useState();
  let divider: HTMLElement | null = null;

  const keys = createMemo(() => [
    ...props.open.entries().map((entry) => entry.id),
    ...props.open.pending().map((item) => item.id),
  ]);
  const isOwn = (id: string) => {
    const entry = props.open.entries().findLast((one) => one.id === id);
    return !entry || (entry.kind === 'message' && entry.message.author.id === state.me.id);
  };
  const follow = createFollow({
    subject: () => (props.open.entries().length > 0 || props.open.isNew() ? props.ticketId : ''),
    keys,
    isOwn,
    startAt: () => divider,
    onNearStart: () => void session.live.olderPage(props.ticketId).catch(() => {}),
  });

  const firstUnread = createMemo(
    () =>
      props.open
        .entries()
        .find(
          (entry) =>
            entry.kind === 'message' &&
            entry.message.author.kind === 'staff' &&
            entry.message.seq > props.open.readUpTo(),
        )?.id,
  );
  const typing = () => session.live.here.typingOn(props.ticketId).filter((who) => who.person.kind === 'staff');

  // What was there already is not news: only what comes after the first look is said.
  createEffect(
    on([() => props.open.entries().at(-1), () => props.ticketId], ([last, id], before) => {
      if (!last || !before || before[1] !== id || before[0] === undefined || before[0].eventId >= last.eventId) return;
      if (last.kind === 'message' && last.message.author.id !== state.me.id) {
        announce(
          shared('message.announced', {
            name: firstName(last.message.author.name),
            text: last.message.body.slice(0, 200),
          }),
        );
      }
    }),
  );

  return (
    <div class={styles.frame}>
      <div
        class={`${styles.flow} ring-in`}
        tabindex="0"
        role="region"
        aria-label={shared('message.region')}
        ref={(element) => follow.watch(element)}
      >
        <div>
          <Show when={props.open.conversation()?.olderBefore}>
            <button type="button" class="btn bare" onClick={() => void session.live.olderPage(props.ticketId)}>
              {shared('message.older')}
            </button>
          </Show>
          <For each={props.open.entries()}>
            {(entry, i) => (
              <>
                <Show when={entry.id === firstUnread()}>
                  <p class={styles.divider} ref={(element) => (divider = element)}>
                    <span>{shared('message.newSince')}</span>
                  </p>
                </Show>
                <EntryView
                  entry={entry}
                  before={props.open.entries()[i() - 1]}
                  isLastOwn={entry === lastOwn(props.open.entries(), state.me.id)}
                  row={props.open.row()}
                />
              </>
            )}
          </For>
          <For each={props.open.pending()}>{(item) => <PendingView item={item} />}</For>
          <For each={typing()}>
            {(who) => (
              <p class={styles.typing}>
                <span class={styles.dots} aria-hidden="true">
                  <i />
                  <i />
                  <i />
                </span>
                {shared('typing', { name: firstName(who.person.name) })}
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

const lastOwn = (entries: Entry[], id: string) =>
  entries.findLast((entry) => entry.kind === 'message' && entry.message.author.id === id);

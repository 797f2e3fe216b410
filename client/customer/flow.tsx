import { createMemo, For, type JSX, Show, untrack } from 'solid-js';
import { preloadAttachments } from '../shared/attachments/attachments.tsx';
import type { OpenConversation } from '../shared/conversation/conversation.ts';
import { later } from '../shared/later.ts';
import { createAfterWriting } from '../shared/ui/box.ts';
import { firstName } from '../shared/names.ts';
import { createThread } from '../shared/conversation/thread.ts';
import { TypingDots } from '../shared/conversation/typing-dots.tsx';
import { shared } from './words.ts';
import { EntryView, isShown } from './entry-view.tsx';
import styles from './flow.module.css';
import { useState } from '../shared/state/session.ts';
import { PendingView } from './pending-view.tsx';
import { isInLine, isRateable } from './status-words.ts';
import { Waiting } from './waiting.tsx';

const Rating = later(async () => (await import('./rating.tsx')).Rating);

export function Flow(props: { open: OpenConversation; ticketId: string; children?: JSX.Element }) {
  // The conversation never changes during the life of this view.
  const open = untrack(() => props.open);
  const thread = createThread(open, () => props.ticketId);
  const { follow } = thread;
  const state = useState();
  const shown = createMemo(() => open.entries().filter((entry) => isShown(entry, state)));
  preloadAttachments();
  // A comment may be half written when the ticket reopens.
  const rates = createAfterWriting(() => {
    const row = open.row();
    return row !== undefined && isRateable(row);
  });

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
          <Show when={open.olderIn()}>
            <button type="button" class="btn bare" onClick={() => thread.older()}>
              {shared('message.older')}
            </button>
          </Show>
          <For each={shown()}>
            {(entry, i) => (
              <>
                <Show when={entry.id === thread.firstUnread()}>
                  <p class={styles.divider} ref={(element) => thread.divider(element)}>
                    <span>{shared('message.newSince')}</span>
                  </p>
                </Show>
                <Show when={thread.isHit(entry)}>
                  <div class={styles.hit} tabindex="-1" ref={(element) => thread.hit(element)} />
                </Show>
                <EntryView
                  entry={entry}
                  before={shown()[i() - 1]}
                  isLastOwn={entry.id === thread.lastOwn()}
                  row={open.row()}
                />
              </>
            )}
          </For>
          <Show when={open.hasNewer()}>
            <button type="button" class="btn bare" onClick={() => thread.newer()}>
              {shared('message.newer')}
            </button>
          </Show>
          <For each={open.pending()}>{(item) => <PendingView item={item} />}</For>
          <Show when={open.row()}>
            {(row) => (
              <>
                <Show when={isInLine(row())}>
                  <Waiting row={row()} />
                </Show>
                <Show when={rates()}>
                  <Rating row={row()} />
                </Show>
              </>
            )}
          </Show>
          {props.children}
          <For each={thread.typing()}>
            {(who) => (
              <p class={styles.typing}>
                <TypingDots />
                {shared('typing', { name: firstName(who.person.name) })}
              </p>
            )}
          </For>
        </div>
      </div>
      <Show when={thread.newWords()}>
        {(words) => (
          <button type="button" class={`btn ${styles.jump}`} onClick={() => thread.jump()}>
            {words()}
          </button>
        )}
      </Show>
    </div>
  );
}

import { For, Show, untrack } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { preloadAttachments } from '../../shared/attachments/attachments.tsx';
import type { OpenConversation } from '../../shared/conversation/conversation.ts';
import { firstName } from '../../shared/names.ts';
import { createThread } from '../../shared/conversation/thread.ts';
import { TypingDots } from '../../shared/conversation/typing-dots.tsx';
import { shared } from '../words.ts';
import { EntryView } from './entry-view.tsx';
import { createFolds } from './fold-changes.ts';
import { PendingView } from './pending-view.tsx';
import { createOffscreenTurns } from './offscreen-turns.ts';
import styles from './transcript.module.css';

/** A transcript instead of bubbles: speaker and time in the gutter, the text in a column of 66 characters. */
export function Transcript(props: { open: OpenConversation; row: TicketRow }) {
  // The conversation never changes during the life of this view.
  const open = untrack(() => props.open);
  const thread = createThread(open, () => props.row.id);
  const { follow } = thread;
  const folds = createFolds(open.entries);
  const offscreen = createOffscreenTurns(() => open.entries().length);
  preloadAttachments();

  return (
    <div class={styles.frame}>
      <div
        class={`${styles.scroll} ring-in`}
        tabindex="0"
        role="region"
        aria-label={shared('message.region')}
        ref={(element) => follow.watch(element)}
      >
        <div class={styles.paper} ref={offscreen}>
          <Show when={open.olderIn()}>
            <p class={styles.older}>
              <button type="button" onClick={() => thread.older()}>
                {shared('message.older')}
              </button>
            </p>
          </Show>
          <For each={open.entries()}>
            {(entry, i) => (
              <EntryView
                entry={entry}
                before={open.entries()[i() - 1]}
                row={props.row}
                isLastOwn={entry.id === thread.lastOwn()}
                fold={folds(entry.id)}
              >
                <Show when={entry.id === thread.firstUnread()}>
                  <p class={styles.divider} ref={(element) => thread.divider(element)}>
                    <span>{shared('message.newSince')}</span>
                  </p>
                </Show>
                <Show when={thread.isHit(entry)}>
                  <div class={styles.hit} tabindex="-1" ref={(element) => thread.hit(element)} />
                </Show>
              </EntryView>
            )}
          </For>
          <Show when={open.hasNewer()}>
            <p class={styles.older}>
              <button type="button" onClick={() => thread.newer()}>
                {shared('message.newer')}
              </button>
            </p>
          </Show>
          <For each={open.pending()}>{(item) => <PendingView item={item} row={props.row} />}</For>
          <For each={thread.typing()}>
            {(who) => (
              <p class={styles.typing}>
                <span>
                  <TypingDots />
                  {shared('typing', { name: firstName(who.person.name) })}
                </span>
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

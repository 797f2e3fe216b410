import { Show } from 'solid-js';
import { ConversationPane } from './conversation/conversation-pane.tsx';
import { usePlace } from './desk.ts';
import { Queue } from './queue/queue.tsx';
import { t } from './words.ts';
import styles from './work-page.module.css';

/** The queue, and beside it the ticket that the address names. */
export function WorkPage() {
  const place = usePlace();
  return (
    <main class={styles.work} classList={{ [styles.inside ?? '']: place.ticketId() !== undefined }}>
      <Queue />
      <Show
        when={place.ticketId()}
        keyed
        fallback={
          <div id="talk" class={styles.none}>
            <p>{t('ticket.choose')}</p>
          </div>
        }
      >
        {(id) => <ConversationPane ticketId={id} />}
      </Show>
    </main>
  );
}

import { createMemo, onMount, Show } from 'solid-js';
import { later } from '../shared/later.ts';
import { useDesk, usePlace } from './desk.ts';
import { useWhole } from '../shared/state/session.ts';
import { Link } from './link.tsx';
import { Queue } from './queue/queue.tsx';
import { hasRowsIn } from './queue/list.ts';
import { t } from './words.ts';
import styles from './work-page.module.css';

// The queue paints first; the pane is loaded before anybody can have chosen a ticket.
const loadPane = () => import('./conversation/conversation-pane.tsx');
const ConversationPane = later(async () => (await loadPane()).ConversationPane);

// Nothing of it is needed for the first paint of the queue.
const NothingOpen = later(async () => (await import('./nothing-open/nothing-open.tsx')).NothingOpen);

/** The saved view was deleted or is no longer shared. */
function Missing() {
  return (
    <section class={styles.missing} aria-label={t('queue.label')}>
      <h2>{t('savedViews.missing')}</h2>
      <Link href="/waiting">{t('keys.goWaiting')}</Link>
    </section>
  );
}

/** The queue, and beside it the ticket of the address. */
export function WorkPage() {
  const place = usePlace();
  const desk = useDesk();
  onMount(() => void loadPane().catch(() => {}));
  const whole = useWhole();
  const isEmpty = createMemo(() => !hasRowsIn(place.view(), place.search(), whole()));
  return (
    <main
      class={styles.work}
      classList={{ [styles.inside ?? '']: place.ticketId() !== undefined, [styles.empty ?? '']: isEmpty() }}
    >
      <Show when={!place.isMissing()} fallback={<Missing />}>
        <Queue />
      </Show>
      <Show
        when={place.ticketId()}
        keyed
        fallback={
          <section id="talk" class={styles.none} tabindex="-1" aria-label={t('ticket.noneOpen')}>
            <NothingOpen />
          </section>
        }
      >
        {(id) => <ConversationPane ticketId={id} missing={() => desk.say({ text: t('notLoaded') })} />}
      </Show>
    </main>
  );
}

import { onMount, Show } from 'solid-js';
import { later } from '../shared/later.ts';
import { useDesk, usePlace } from './desk.ts';
import { useState, useWhole } from '../shared/state/session.ts';
import { Key } from './keys/key.tsx';
import { Link } from './link.tsx';
import { Queue } from './queue/queue.tsx';
import { rowsOf } from './queue/views.ts';
import { t } from './words.ts';
import styles from './work-page.module.css';

// The queue paints first; the pane is loaded before anybody can have chosen a ticket.
const loadPane = () => import('./conversation/conversation-pane.tsx');
const ConversationPane = later(async () => (await loadPane()).ConversationPane);

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
  const state = useState();
  const whole = useWhole();
  const isEmpty = () =>
    rowsOf(place.view(), whole()).length === 0 && (place.view() !== 'waiting' || (state.counts?.waiting ?? 0) === 0);
  return (
    <main class={styles.work} classList={{ [styles.inside ?? '']: place.ticketId() !== undefined }}>
      <Show when={!place.isMissing()} fallback={<Missing />}>
        <Queue />
      </Show>
      <Show
        when={place.ticketId()}
        keyed
        fallback={
          <div id="talk" class={styles.none}>
            <Show when={!isEmpty()}>
              <p>{t('ticket.choose')}</p>
              <p class={styles.keys}>
                <span>
                  {t('ticket.allKeys')} <Key of="sheet" />
                </span>
                <span>
                  {t('ticket.anyAction')} <Key of="palette" />
                </span>
              </p>
            </Show>
          </div>
        }
      >
        {(id) => <ConversationPane ticketId={id} missing={() => desk.say({ text: t('notLoaded') })} />}
      </Show>
    </main>
  );
}

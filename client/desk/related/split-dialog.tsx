import { createSignal, For, Show, untrack } from 'solid-js';
import { v7 as uuidv7 } from 'uuid';
import type { Message } from '../../../server/messages/contract.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { api } from '../../shared/api.ts';
import { request } from '../../shared/request.ts';
import { cut } from '../../shared/graphemes.ts';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { clockTime } from '../../shared/time.ts';
import { defaultOf } from '../values.ts';
import { applyRow } from '../../shared/state/timeline.ts';
import { withShortSubject } from '../conversation/shortened.ts';
import { useDesk } from '../desk.ts';
import { shared } from '../words.ts';
import styles from './related.module.css';
import { t } from './words.ts';

/** The server's maximum. */
const MOST = 20;

/** Makes a new ticket of the customer's messages from one message on. */
export function SplitDialog(props: { ticketId: string; seq: number; close: () => void }) {
  const state = useState();
  const { store } = useSession();
  const desk = useDesk();
  // The messages at opening time: later messages are not chosen unread.
  const all = untrack(() => messagesFrom());
  const theirs = all.slice(0, MOST);
  const [chosen, setChosen] = createSignal(theirs.map(({ id }) => id));
  const ids = { id: uuidv7(), messageId: uuidv7() };
  const name = () => state.rows[props.ticketId]?.customer.name ?? '';

  function messagesFrom(): Message[] {
    const entries = state.open[props.ticketId]?.entries ?? [];
    return entries
      .flatMap((entry) => (entry.kind === 'message' ? entry.message : []))
      .filter(({ seq, author, deletedAt }) => seq >= props.seq && author.kind === 'customer' && deletedAt === null);
  }
  const toggle = (id: string, on: boolean) => setChosen((all) => (on ? [...all, id] : all.filter((one) => one !== id)));

  const form = createForm(
    ({ subject = '' }) =>
      request('POST', `/tickets/${props.ticketId}/split`, { ...ids, subject, messageIds: chosen() }),
    (row) => {
      store.change((now) => applyRow(now, row));
      props.close();
      const undo = async () => {
        const closed = await desk.attempt(() => api.setStatus(row.id, defaultOf('closed', state.lists.statuses.items)));
        if (closed) store.change((now) => applyRow(now, closed));
        return closed !== null;
      };
      const { number, subject } = row;
      desk.say({ ...withShortSubject(t('split.done', { number, subject }), subject), undo });
    },
  );

  return (
    <Dialog labelledby="split-title" class={styles.choose} close={() => props.close()}>
      <form onSubmit={(event) => void form.submit(event)} novalidate>
        <h2 id="split-title">{t('split.title')}</h2>
        <p>{t('split.intro', { name: name() })}</p>
        <div class={styles.subject}>
          <Field
            label={t('split.subject')}
            name="subject"
            // Selects the text from its end to its start, so that the beginning shows and typing replaces it.
            ref={(box) => queueMicrotask(() => box.setSelectionRange(0, box.value.length, 'backward'))}
            value={firstWords(theirs[0]?.body ?? '')}
            autocomplete="off"
            problem={form.fields()['subject']}
          />
        </div>
        <Show when={all.length > MOST}>
          <p>{t('split.some', { n: MOST, all: all.length })}</p>
        </Show>
        <ul aria-label={t('split.messages', { name: name() })}>
          <For each={theirs}>
            {(message) => (
              <li class={styles.pick}>
                <label>
                  <input
                    type="checkbox"
                    class="check"
                    checked={chosen().includes(message.id)}
                    onChange={(event) => toggle(message.id, event.currentTarget.checked)}
                  />
                  <span>
                    <span class={styles.words} dir="auto">
                      {message.body}
                    </span>
                    <small>{clockTime(message.createdAt)}</small>
                  </span>
                </label>
              </li>
            )}
          </For>
        </ul>
        <FormProblem form={form} />
        <footer>
          <button type="button" class="btn" onClick={() => props.close()}>
            {shared('cancel')}
          </button>
          <button type="submit" class="btn main" disabled={form.busy() || chosen().length === 0}>
            {t('split.go')}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

const firstWords = (body: string) => {
  const line = body.split('\n').find((one) => one.trim() !== '') ?? '';
  return line.length > 60 ? `${cut(line, 60).replace(/\s+\S*$/u, '')}…` : line;
};

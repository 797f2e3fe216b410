import Lock from 'lucide-solid/icons/lock';
import { createSignal, Show } from 'solid-js';
import type { Note } from '../../../server/notes/contract.ts';
import type { TicketRef } from '../../../server/tickets/contract.ts';
import { Attachments } from '../../shared/attachments/attachments.tsx';
import { api } from '../../shared/api.ts';
import { MessageText } from '../../shared/conversation/message-text.tsx';
import { firstName } from '../../shared/names.ts';
import { OwnEditor, OwnMenu } from '../../shared/conversation/own-message.tsx';
import { useSession, useState } from '../../shared/state/session.ts';
import { clockTime, fullTime } from '../../shared/time.ts';
import { applyNote } from '../../shared/state/timeline.ts';
import { mentionIdsIn, mentionsIn } from '../mentions/mentions-in.ts';
import { t } from './words.ts';
import { FromTicket } from './from-ticket.tsx';
import styles from './transcript.module.css';
import { MAY_CHANGE_MS } from './turn-view.tsx';

/** An internal note fills its row from edge to edge and says who does not see it. */
export function NoteView(props: { note: Note; customer: string; from: TicketRef | null }) {
  const state = useState();
  const { now, store } = useSession();
  const [editing, setEditing] = createSignal(false);
  const lock = () => t('note.lock', { name: firstName(props.customer) });
  const mayChange = () =>
    props.note.author.id === state.me.id &&
    props.note.deletedAt === null &&
    now() - props.note.createdAt < MAY_CHANGE_MS;
  const keep = (note: Note) => store.change((now) => applyNote(now, note));
  const save = async (body: string) =>
    keep(
      await api.editNote(props.note.ticketId, props.note.id, {
        body,
        mentionIds: mentionIdsIn(body, state.lists.colleagues.items),
      }),
    );
  const remove = async () => keep(await api.deleteNote(props.note.ticketId, props.note.id));

  const markMentions = (text: string) => {
    const people = state.lists.colleagues.items.filter(({ id }) => props.note.mentionIds.includes(id));
    let from = 0;
    const parts = mentionsIn(text, people).flatMap((at) => {
      // Two people of the same name match the same place.
      if (at.from < from) return [];
      const before = text.slice(from, at.from);
      const name = document.createElement('span');
      name.className = styles.at ?? '';
      name.textContent = text.slice(at.from, at.to);
      from = at.to;
      return [before, name];
    });
    return [...parts, text.slice(from)];
  };

  return (
    <article
      class={`${styles.turn} ${styles.note}`}
      aria-label={`${lock()}. ${firstName(props.note.author.name)}, ${clockTime(props.note.createdAt)}`}
    >
      <header>
        <b dir="auto">{firstName(props.note.author.name)}</b>
        <time datetime={new Date(props.note.createdAt).toISOString()} title={fullTime(props.note.createdAt)}>
          {clockTime(props.note.createdAt)}
        </time>
        <FromTicket of={props.from} />
      </header>
      <div>
        <p class={styles.lock}>
          <Lock size={14} stroke-width={1.75} aria-hidden="true" />
          {lock()}
        </p>
        <Show
          when={!editing()}
          fallback={<OwnEditor body={props.note.body} save={save} done={() => setEditing(false)} />}
        >
          <Show when={props.note.deletedAt === null} fallback={<em>{t('note.deleted')}</em>}>
            <MessageText body={props.note.body} decorate={markMentions} />
            <Attachments of={props.note.attachments} />
          </Show>
        </Show>
      </div>
      <Show when={mayChange() && !editing()}>
        <OwnMenu class={styles.more} edit={() => setEditing(true)} remove={remove} />
      </Show>
    </article>
  );
}

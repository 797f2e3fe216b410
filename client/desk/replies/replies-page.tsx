import { createEffect, createSignal, For, Show } from 'solid-js';
import type { SavedReply } from '../../../server/saved-replies/contract.ts';
import { request } from '../../shared/request.ts';
import { useState } from '../../shared/state/session.ts';
import { plain } from '../../shared/conversation/text.ts';
import { useDesk } from '../desk.ts';
import { ReplyForm } from './reply-form.tsx';
import { dropReply, loadReplies, putReply, replies } from './reply-list.ts';
import column from '../settings/column.module.css';
import styles from './replies-page.module.css';
import { t } from './words.ts';

export function RepliesPage() {
  const state = useState();
  const [failed, setFailed] = createSignal(false);
  const load = () => {
    setFailed(false);
    loadReplies(state).catch(() => setFailed(true));
  };
  createEffect(load);

  return (
    <main id="talk" class={column.column}>
      <h2>{t('title')}</h2>
      <p>{t('intro')}</p>
      <Show when={failed() && replies() === null}>
        <p class={styles.failed} role="alert">
          {t('failed')}
          <button type="button" class="btn" onClick={load}>
            {t('again')}
          </button>
        </p>
      </Show>
      <Show when={replies()}>
        {(all) => (
          <>
            <Group isShared={false} replies={all().filter(({ shared }) => !shared)} />
            <Group isShared replies={all().filter(({ shared }) => shared)} />
          </>
        )}
      </Show>
    </main>
  );
}

function Group(props: { isShared: boolean; replies: SavedReply[] }) {
  const state = useState();
  const [adding, setAdding] = createSignal(false);
  const may = (action: 'create' | 'update' | 'delete') =>
    !props.isShared || (state.me.rights.saved_replies?.includes(action) ?? false);

  return (
    <section class={styles.group} aria-labelledby={props.isShared ? 'shared' : 'mine'}>
      <header>
        <h3 id={props.isShared ? 'shared' : 'mine'}>{props.isShared ? t('shared') : t('mine')}</h3>
        <p>{props.isShared ? t('aboutShared') : t('aboutMine')}</p>
        <Show when={may('create') && !adding()}>
          <button
            type="button"
            class="btn"
            aria-label={props.isShared ? t('addShared') : t('addMine')}
            onClick={() => setAdding(true)}
          >
            {t('add')}
          </button>
        </Show>
      </header>
      <Show when={adding()}>
        <ReplyForm isShared={props.isShared} done={() => setAdding(false)} />
      </Show>
      <ul>
        {/* By id: a form in which somebody writes stays when the list is loaded again. */}
        <For
          each={props.replies.map(({ id }) => id)}
          fallback={
            <Show when={!adding()}>
              <li class={styles.none}>{props.isShared ? t('noneShared') : t('noneMine')}</li>
            </Show>
          }
        >
          {(id) => (
            <Show when={props.replies.find((reply) => reply.id === id)}>
              {(reply) => <Item reply={reply()} mayEdit={may('update')} mayDelete={may('delete')} />}
            </Show>
          )}
        </For>
      </ul>
    </section>
  );
}

function Item(props: { reply: SavedReply; mayEdit: boolean; mayDelete: boolean }) {
  const desk = useDesk();
  const [editing, setEditing] = createSignal(false);

  async function remove() {
    const { updatedAt: _at, ...reply } = props.reply;
    if ((await desk.attempt(async () => (await request('DELETE', `/saved-replies/${reply.id}`), true))) === null)
      return;
    dropReply(reply.id);
    const undo = async () => {
      const again = await desk.attempt(() => request('POST', '/saved-replies', reply));
      if (again) putReply(again);
      return again !== null;
    };
    desk.say({ text: t('deleted', { name: reply.name }), undo });
  }

  return (
    <li>
      <Show
        when={!editing()}
        fallback={<ReplyForm reply={props.reply} isShared={props.reply.shared} done={() => setEditing(false)} />}
      >
        <div class={styles.item}>
          <div>
            <p class={styles.name}>
              <b dir="auto">{props.reply.name}</b> <span>/{props.reply.shortcut}</span>
            </p>
            <p class={styles.text} dir="auto">
              {plain(props.reply.body)}
            </p>
          </div>
          <Show when={props.mayEdit}>
            <button
              type="button"
              class="btn bare"
              aria-label={t('editOf', { name: props.reply.name })}
              onClick={() => setEditing(true)}
            >
              {t('edit')}
            </button>
          </Show>
          <Show when={props.mayDelete}>
            <button
              type="button"
              class="btn bare"
              aria-label={t('deleteOf', { name: props.reply.name })}
              onClick={() => void remove()}
            >
              {t('delete')}
            </button>
          </Show>
        </div>
      </Show>
    </li>
  );
}

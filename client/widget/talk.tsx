import { createEffect, For, Match, on, onCleanup, Switch, untrack } from 'solid-js';
import { Flow } from '../customer/flow.tsx';
import { PendingView } from '../customer/pending-view.tsx';
import { isDone } from '../customer/status-words.ts';
import { t as theirs } from '../customer/words.ts';
import { announce } from '../shared/ui/announce.tsx';
import { moveFiles } from '../shared/attachments/move-files.ts';
import { createConversation } from '../shared/conversation/conversation.ts';
import { createAttention } from '../shared/state/attention.ts';
import { createReading } from '../shared/state/read.ts';
import { useState } from '../shared/state/session.ts';
import { AskAddress } from './address.tsx';
import { draftKeyOf } from './current-conversation.ts';
import { useFrame } from './frame.tsx';
import { host } from './host.ts';

/** The widget has no addresses of events. */
const NO_ANCHOR = { at: () => null, leave: () => {} };

export function Talk(props: { ticketId: string }) {
  const ticketId = untrack(() => props.ticketId);
  const { session, show, setOpen } = useFrame();
  const state = useState();
  const open = createConversation(() => ticketId, NO_ANCHOR);
  setOpen(open);
  onCleanup(() => setOpen(null));

  const isOver = () => {
    const row = open.row();
    return row !== undefined && isDone(row);
  };

  const inFront = createAttention(() => host().focus);
  createReading({
    store: session.store,
    ticketId: () => ticketId,
    seq: open.readSeq,
    attentive: () => inFront() && host().open,
  });

  // Announced, because a person who writes on a resolved ticket looks at the box.
  createEffect(
    on(
      () => open.row()?.statusType,
      (now, before) => {
        const isOwn = open.row()?.lastMessage.author.id === state.me.id;
        if (before === 'resolved' && now === 'open' && isOwn) announce(theirs('change.reopenedByYou'));
      },
    ),
  );
  createEffect(() => {
    const into = open.row()?.mergedInto;
    if (!into) return;
    moveFiles({ from: draftKeyOf(ticketId), to: draftKeyOf(into.id), ticketId: into.id });
    show(into.id);
  });

  return (
    <Switch
      fallback={
        <Flow open={open} ticketId={ticketId}>
          <AskAddress mayAsk={open.entries().length > 0 && !isOver()} />
        </Flow>
      }
    >
      <Match when={open.problem() === 'missing'}>
        <div class="start">
          <p>{theirs('missing')}</p>
          {/* Unsent messages are still shown after their ticket was deleted. */}
          <For each={open.pending()}>{(item) => <PendingView item={item} />}</For>
        </div>
      </Match>
      <Match when={open.problem() === 'unreachable' && open.entries().length === 0}>
        <div class="start">
          <p>{theirs('failed')}</p>
          <button type="button" class="btn" onClick={() => open.retry()}>
            {theirs('again')}
          </button>
          <For each={open.pending()}>{(item) => <PendingView item={item} />}</For>
        </div>
      </Match>
    </Switch>
  );
}

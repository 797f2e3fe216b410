import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';
import { api } from '../../shared/api.ts';
import { createRetry, isRefusal } from '../../shared/state/retry.ts';
import { useState } from '../../shared/state/session.ts';

interface Looking {
  ticketId: Accessor<string>;
  /** The id of the newest event on the screen; 0 for none. */
  upTo: Accessor<number>;
  attentive: Accessor<boolean>;
}

/**
 * Marks a mention as seen when its note is on the screen and the tab has the focus; the server tells the person's other
 * windows.
 */
export function createMentionsSeen({ ticketId, upTo, attentive }: Looking) {
  const state = useState();
  let told = 0;
  let isLeft = false;
  const [attempt, setAttempt] = createSignal(0);
  const again = createRetry(() => setAttempt((n) => n + 1));
  onCleanup(() => {
    isLeft = true;
    again.done();
  });
  createEffect(() => {
    attempt();
    const news = state.lists.mentions.items.find((one) => one.ticketId === ticketId());
    if (!news || !attentive() || upTo() < news.eventId || told >= news.eventId) return;
    told = news.eventId;
    api.seeMentions(news.ticketId, news.eventId).then(
      () => again.done(),
      (error: unknown) => {
        told = 0;
        if (!isLeft && !isRefusal(error)) again.later();
      },
    );
  });
}

import { type Accessor, createEffect } from 'solid-js';
import { api } from '../../shared/api.ts';
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
  createEffect(() => {
    const news = state.lists.mentions.items.find((one) => one.ticketId === ticketId());
    if (!news || !attentive() || upTo() < news.eventId || told >= news.eventId) return;
    told = news.eventId;
    // The next look tries again.
    api.seeMentions(news.ticketId, news.eventId).catch(() => (told = 0));
  });
}

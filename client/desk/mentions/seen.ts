import { type Accessor, createEffect } from 'solid-js';
import { api } from '../../shared/api.ts';
import { useState } from '../../shared/state/session.ts';

interface Looking {
  ticketId: Accessor<string>;
  /** The place of the newest that is on the screen; 0 for none. */
  upTo: Accessor<number>;
  attentive: Accessor<boolean>;
}

/** Opened and looked at is seen: the server says so to every window of this person. */
export function createMentionsSeen({ ticketId, upTo, attentive }: Looking) {
  const state = useState();
  let told = 0;
  createEffect(() => {
    const news = state.mentions.find((one) => one.ticketId === ticketId());
    if (!news || !attentive() || upTo() < news.eventId || told >= news.eventId) return;
    told = news.eventId;
    // Told again with the next look.
    api.seeMentions(news.ticketId, news.eventId).catch(() => (told = 0));
  });
}

/** Merges the entries of several tickets into one conversation. */
import type { Conversation, Entry } from '../state/timeline.ts';

export interface MergedConversation {
  entries: Entry[];
  /** The ticket whose older page comes next; null when all is loaded. */
  olderIn: string | null;
}

/**
 * Shows entries only as far back as every ticket is loaded, because older ones would be inserted in between later. A
 * conversation opened in the middle shows the known entries of the others for that stretch.
 */
export function mergeConversations(own: Conversation, others: Conversation[]): MergedConversation {
  if (own.newerAfter !== null) return around(own, others);
  const [latest] = [own, ...others]
    .flatMap(({ ticketId, olderBefore }) => (olderBefore === null ? [] : [{ ticketId, from: Number(olderBefore) }]))
    .toSorted((a, b) => b.from - a.from);
  const entries = inOrder(own, others).filter((entry) => entry.eventId >= (latest?.from ?? 0));
  return { entries, olderIn: latest?.ticketId ?? null };
}

function around(own: Conversation, others: Conversation[]): MergedConversation {
  const [from, to] = [Number(own.olderBefore ?? 0), Number(own.newerAfter)];
  const entries = inOrder(own, others).filter(({ eventId }) => eventId >= from && eventId <= to);
  return { entries, olderIn: own.olderBefore === null ? null : own.ticketId };
}

function inOrder(own: Conversation, others: Conversation[]): Entry[] {
  const written = others.flatMap(({ entries }) => entries.filter((entry) => entry.kind !== 'change'));
  return [...own.entries, ...written].toSorted((a, b) => a.eventId - b.eventId);
}

/** One conversation out of several tickets: what was written on those that were merged into this one, each in its place. */
import type { Conversation, Entry } from '../state/timeline.ts';

export interface Together {
  entries: Entry[];
  /** The ticket whose older page comes next; null where all of it is here. */
  olderIn: string | null;
}

/**
 * Only as far back as each of them is loaded: what lies before that would come in between later. One that was opened in the
 * middle shows of the others what is known of that stretch.
 */
export function together(own: Conversation, others: Conversation[]): Together {
  if (own.newerAfter !== null) return around(own, others);
  const [latest] = [own, ...others]
    .flatMap(({ ticketId, olderBefore }) => (olderBefore === null ? [] : [{ ticketId, from: Number(olderBefore) }]))
    .toSorted((a, b) => b.from - a.from);
  const entries = inOrder(own, others).filter((entry) => entry.eventId >= (latest?.from ?? 0));
  return { entries, olderIn: latest?.ticketId ?? null };
}

function around(own: Conversation, others: Conversation[]): Together {
  const [from, to] = [Number(own.olderBefore ?? 0), Number(own.newerAfter)];
  const entries = inOrder(own, others).filter(({ eventId }) => eventId >= from && eventId <= to);
  return { entries, olderIn: own.olderBefore === null ? null : own.ticketId };
}

function inOrder(own: Conversation, others: Conversation[]): Entry[] {
  const written = others.flatMap(({ entries }) => entries.filter((entry) => entry.kind !== 'change'));
  return [...own.entries, ...written].toSorted((a, b) => a.eventId - b.eventId);
}

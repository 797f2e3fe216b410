/** The reading state of a conversation: where it opens, what is new, who is typing, and what is announced. */
import { type Accessor, createEffect, createMemo, on } from 'solid-js';
import { announce } from '../ui/announce.tsx';
import type { OpenConversation } from './conversation.ts';
import { createFollow } from './follow.ts';
import { cut } from '../graphemes.ts';
import { firstName } from '../names.ts';
import { scrollPlace } from './scroll-place.ts';
import { textOf } from '../outbox/item.ts';
import { useSession, useState } from '../state/session.ts';
import { plain } from './text.ts';
import type { Entry } from '../state/timeline.ts';
import { t } from '../words.ts';

export type Thread = ReturnType<typeof createThread>;

export function createThread(open: OpenConversation, ticketId: Accessor<string>) {
  const session = useSession();
  const state = useState();
  const side = () => state.me.kind;
  let divider: HTMLElement | null = null;
  let hit: HTMLElement | null = null;

  const entryOf = (id: string) => open.entries().findLast((entry) => entry.id === id);
  // Changes are not counted as new. The first entry always has a key, because its key shows that an older page arrived.
  const keys = createMemo(() => [
    ...open.entries().flatMap((entry, i) => (i > 0 && entry.kind === 'change' ? [] : entry.id)),
    ...open.pending().map((item) => item.id),
  ]);
  const older = () => {
    const from = open.olderIn();
    if (from) void session.live.olderPage(from).catch(() => {});
  };
  /** Entries of merged tickets are counted, seen and announced on their own ticket. */
  const isOwnTicket = (entry: Entry) => entry.ticketId === ticketId();
  const newer = () => void session.live.newerPage(ticketId()).catch(() => {});
  function toNewest() {
    // Opens at the end, not at the stored position.
    scrollPlace.set(`${ticketId()} `, 0);
    open.toNewest();
  }
  const follow = createFollow({
    subject: () => (open.entries().length > 0 || open.isNew() ? `${ticketId()} ${open.at() ?? ''}` : ''),
    keys,
    isOwn: (id) => (entryOf(id)?.authorId ?? state.me.id) === state.me.id,
    startAt: () => {
      // The divider of the previous conversation is still set, but not in the page.
      if (open.at() === null) return divider?.isConnected ? divider : null;
      // The search hit takes the focus, so that the keyboard continues there.
      hit?.focus({ preventScroll: true });
      return hit;
    },
    hasNewer: open.hasNewer,
    onNearStart: older,
    onNearEnd: newer,
  });
  // The reader's own message stands at the end, so the view jumps there.
  createEffect(on(open.pending, (items) => items.length > 0 && open.hasNewer() && toNewest(), { defer: true }));

  const isMessageOf = (entry: Entry, kind: 'staff' | 'customer') =>
    entry.kind === 'message' && entry.message.author.kind === kind;
  const other = () => (side() === 'staff' ? 'customer' : 'staff');

  // Only messages that arrive after the first look are announced.
  createEffect(
    on([() => open.entries().findLast(isOwnTicket), ticketId, open.hasNewer], ([last, id, more], before) => {
      const known = before?.[1] === id && !before[2] && !more ? before[0] : undefined;
      if (!known || last?.kind !== 'message' || last.eventId <= known.eventId || last.authorId === state.me.id) return;
      announce(
        t('message.announced', {
          name: firstName(last.message.author.name),
          text: plain(cut(textOf(last.message), 200)),
        }),
      );
    }),
  );

  const firstUnread = createMemo(() => {
    const readUpTo = open.readUpTo();
    const isNew = (entry: Entry) => entry.kind === 'message' && isOwnTicket(entry) && entry.message.seq > readUpTo;
    return readUpTo === 0 ? undefined : open.entries().find((entry) => isNew(entry) && isMessageOf(entry, other()))?.id;
  });
  const lastOwn = createMemo(
    () => open.entries().findLast((entry) => isOwnTicket(entry) && isMessageOf(entry, side()))?.id,
  );

  return {
    follow,
    older,
    newer,
    /**
     * Jumps to the end. `newWords` is the label of that button: the count of new messages, or that there is more; empty
     * when the button is not needed.
     */
    jump: () => (open.hasNewer() ? toNewest() : follow.toEnd()),
    newWords() {
      const n = open.hasNewer() ? open.ahead() : follow.unseen();
      if (n === 0) return open.hasNewer() ? t('message.newest') : '';
      return t.count('message.new', n);
    },
    isHit: (entry: Entry) => entry.eventId === open.at(),
    hit: (element: HTMLElement) => (hit = element),
    /** The entry below the divider of unread messages; none when all of it is new. */
    firstUnread,
    /** The last message of the reader's own side: its delivery state stands below it. */
    lastOwn,
    typing: () => session.live.here.typingOn(ticketId()).filter((who) => who.person.id !== state.me.id),
    divider: (element: HTMLElement) => (divider = element),
  };
}

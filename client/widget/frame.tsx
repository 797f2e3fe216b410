/** What the frame shows, for as long as it is one visitor's: their session, and which conversation is open. */
import { createContext, createEffect, createSignal, type JSX, on, untrack, useContext } from 'solid-js';
import { announce } from '../shared/ui/announce.tsx';
import { isDone, isInLine } from '../customer/status-words.ts';
import { t as theirs } from '../customer/words.ts';
import type { OpenConversation } from '../shared/conversation/conversation.ts';
import { keep } from '../shared/keep.ts';
import { firstName } from '../shared/names.ts';
import { firstWords, textOf, type OutboxContent } from '../shared/outbox/item.ts';
import { createSession } from '../shared/state/session.ts';
import type { State } from '../shared/state/timeline.ts';
import { draftKeyOf, NEW, place } from './place.ts';
import { owner } from './site.ts';
import { begin, token } from './visitor.ts';

export type Frame = ReturnType<typeof createFrame>;

export function createFrame(menu: () => JSX.Element, at: string | null) {
  const [moved, setMoved] = createSignal<string | null>(null);
  const [current, setCurrent] = createSignal(at === NEW ? null : at);
  const [page, setPage] = createSignal<'talk' | 'past'>('talk');
  const [open, setOpen] = createSignal<OpenConversation | null>(null);

  /** Null: a conversation that is yet to be begun. */
  function show(ticketId: string | null) {
    place.set(ticketId ?? NEW);
    setCurrent(ticketId);
    setPage('talk');
  }

  const wasNobody = token() === null;
  const session = createSession({
    owner,
    onMoved(from, to) {
      if (current() === from) show(to);
      setMoved(to);
      announce(theirs('moved'));
    },
  });
  // There is something to show before there is a visitor.
  session.store.reset(NOBODY);

  const isOpening = () =>
    session
      .outbox()
      ?.items()
      .some(({ kind, state }) => kind === 'ticket' && state === 'sending');
  let started = false;
  createEffect(() => {
    // What opens a conversation goes first: a snapshot from before would not know of it.
    if (started || !token() || isOpening()) return;
    started = true;
    void session.start().catch(() => {});
  });
  // OutboxContent here, and the page was gone before there was a visitor to send it.
  createEffect(() => {
    if (wasNobody && untrack(() => session.outbox()?.items().length)) void begin().catch(() => {});
  });

  // Whoever comes back finds what they spoke of last.
  createEffect(
    on(session.live.loads, (loads) => {
      const rows = Object.values(session.state()?.rows ?? {});
      if (loads === 0 || place.get() === NEW || current()) return;
      // Another tab began it while something was typed in this one.
      if (keep.get(`draft:${draftKeyOf(null)}`)) return;
      const [last] = rows.filter((row) => !row.mergedInto).toSorted((a, b) => b.lastMessage.at - a.lastMessage.at);
      if (last) show(last.id);
    }),
  );

  const isLoaded = () => wasNobody || session.live.loads() > 0;
  return {
    session,
    menu,
    current,
    show,
    page,
    setPage,
    open,
    setOpen,
    moved,
    /** What is kept of this visitor is here, or there is nothing to wait for. */
    isLoaded,
    /** Nothing is said yet. */
    isNew: () => page() === 'talk' && current() === null && (isLoaded() || place.get() === NEW),
    /** Something of theirs is in the line: they are told where it stands, and how long that takes. */
    isInLine: () => open()?.isNew() || Object.values(session.state()?.rows ?? {}).some(isInLine),
    hasAny: () => Object.keys(session.state()?.rows ?? {}).length > 0 || (session.outbox()?.items().length ?? 0) > 0,
    placeholder() {
      const row = open()?.row();
      if (row?.statusType === 'resolved') return theirs('write.reopen');
      if (row && isDone(row)) return theirs('write.linked');
      return row?.assignee ? theirs('write.to', { name: firstName(row.assignee.name) }) : theirs('write.any');
    },
    /** Where files go: to a conversation that the server knows, or to none yet. */
    filesOf: () => (open()?.row() ? current() : null),
    typing() {
      const ticketId = current();
      if (ticketId && token()) session.live.typing(ticketId, 'message');
    },
    send(written: OutboxContent) {
      const outbox = session.outbox();
      const ticketId = current();
      if (!outbox) return false;
      if (ticketId) outbox.message(ticketId, written, open()?.lastSeq() ?? 0);
      // Nobody is asked what it is about: its first words say it.
      else show(outbox.ticket(firstWords(textOf(written)), written).ticketId);
      return true;
    },
  };
}

/** Before there is a visitor. */
const NOBODY: State = {
  me: {
    ...{ id: '', name: '', email: null, role: 'customer', kind: 'customer', capacity: 0, availability: 'away' },
    ...{ locale: '', timeZone: '', rights: {}, menu: [] },
  },
  ...{ epoch: '', cursor: 0, rows: {}, counts: null, open: {}, next: null, drafts: [], mentions: [] },
  ...{ colleagues: [], statuses: [], priorities: [], categories: [], tags: [], views: { own: [], shared: [] } },
};

const FrameContext = createContext<Frame>();
export const FrameProvider = FrameContext.Provider;
export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (!frame) throw new Error('useFrame needs a FrameProvider above it.');
  return frame;
}

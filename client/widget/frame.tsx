/** The state of the frame for one visitor: the session and the open conversation. */
import { createContext, createEffect, createSignal, type JSX, on, onCleanup, untrack, useContext } from 'solid-js';
import { announce } from '../shared/ui/announce.tsx';
import { isDone } from '../customer/status-words.ts';
import { expectedWords } from '../customer/waiting.tsx';
import { t as theirs } from '../customer/words.ts';
import type { OpenConversation } from '../shared/conversation/conversation.ts';
import { keep } from '../shared/keep.ts';
import { firstName } from '../shared/names.ts';
import { request } from '../shared/request.ts';
import { firstWords, textOf, type OutboxContent } from '../shared/outbox/item.ts';
import { createSession } from '../shared/state/session.ts';
import { draftKeyOf, first, NEW, place, writing } from './current-conversation.ts';
import { NOBODY } from './nobody.ts';
import { owner } from './site.ts';
import { begin, token } from './visitor.ts';

interface Parts {
  menu: () => JSX.Element;
  /** The latest conversations, beside the start of a new one. */
  latest: () => JSX.Element;
  /** Stands in place of the panel while the widget is closed. */
  peek: () => JSX.Element;
}

export type Frame = ReturnType<typeof createFrame>;

export function createFrame({ menu, latest, peek }: Parts, at: string | null) {
  const [moved, setMoved] = createSignal<string | null>(null);
  const [current, setCurrent] = createSignal(at === NEW ? null : at);
  const [page, setPage] = createSignal<'talk' | 'past'>('talk');
  const [open, setOpen] = createSignal<OpenConversation | null>(null);

  /** Null: a conversation that has not begun. */
  function show(ticketId: string | null) {
    place.set(ticketId ?? NEW);
    setCurrent(ticketId);
    setPage('talk');
    if (ticketId === null) setIsChosen(true);
  }

  const wasNobody = token() === null;
  /** Whether the visitor asked for a new conversation. Otherwise there was none when they began to write. */
  const [isChosen, setIsChosen] = createSignal(at === NEW);
  const session = createSession({
    owner,
    onMoved(from, to) {
      if (current() === from) show(to);
      setMoved(to);
      announce(theirs('moved'));
    },
  });
  // The frame shows something before there is a visitor.
  session.store.reset(NOBODY);

  const isOpening = () =>
    session
      .outbox()
      ?.items()
      .some(({ kind, state }) => kind === 'ticket' && state === 'sending');
  let started = false;
  createEffect(() => {
    // A new conversation is sent first: a snapshot from before would not contain it.
    if (started || !token() || isOpening()) return;
    started = true;
    void session.start().catch(() => {});
  });
  // A message was written, and the page was closed before a visitor existed to send it.
  createEffect(() => {
    if (wasNobody && untrack(() => session.outbox()?.items().length)) void begin().catch(() => {});
  });

  // A returning visitor sees the latest conversation.
  createEffect(
    on(session.live.loads, (loads) => {
      const rows = Object.values(session.state()?.rows ?? {});
      if (loads === 0 || place.get() === NEW || current()) return;
      // Something is typed for a new conversation, and belongs there.
      if (writing.isBegun() || keep.get(`draft:${draftKeyOf(null)}`)) return;
      const [last] = rows.filter((row) => !row.mergedInto).toSorted((a, b) => b.lastMessage.at - a.lastMessage.at);
      if (last) show(last.id);
    }),
  );

  const holder = () => {
    const row = open()?.row();
    return row && !isDone(row) ? row.assignee : null;
  };
  const [known, setKnown] = createSignal<{ id: string; picture: string | null } | null>(null);
  const pictureOf = (id: string) => (known()?.id === id ? known()?.picture : null) ?? null;
  // A new snapshot comes when they change how they look, too.
  createEffect(
    on([() => holder() && current(), () => holder()?.id, session.live.loads], ([ticketId]) => {
      if (!ticketId) return;
      let isAsked = true;
      onCleanup(() => (isAsked = false));
      request('GET', `/tickets/${ticketId}/assignee`).then(
        (found) => isAsked && setKnown(found),
        () => {},
      );
    }),
  );

  const isLoaded = () => wasNobody || session.live.loads() > 0;
  return {
    session,
    menu,
    latest,
    peek,
    current,
    /** What a remount for the same visitor shows again. */
    at: () => current() ?? (isChosen() ? NEW : null),
    show,
    page,
    setPage,
    open,
    setOpen,
    moved,
    /** The visitor's data is loaded, or there is none. */
    isLoaded,
    /** Whether no message was sent yet. */
    isNew: () => page() === 'talk' && current() === null && (isLoaded() || place.get() === NEW),
    holder: () => {
      const assignee = holder();
      return assignee ? { name: firstName(assignee.name), picture: pictureOf(assignee.id) } : undefined;
    },
    pictureOf,
    isSending: () => open()?.isNew() ?? false,
    expected: () => expectedWords(session, open()?.row()),
    hasAny: () => Object.keys(session.state()?.rows ?? {}).length > 0 || (session.outbox()?.items().length ?? 0) > 0,
    placeholder() {
      const row = open()?.row();
      if (row?.statusType === 'resolved') return theirs('write.reopen');
      if (row && isDone(row)) return theirs('write.linked');
      return row?.assignee ? theirs('write.to', { name: firstName(row.assignee.name) }) : theirs('write.any');
    },
    /** The ticket for uploads; null for one that the server does not know yet. */
    filesOf: () => (open()?.row() ? current() : null),
    typing() {
      const ticketId = current();
      if (ticketId && token()) session.live.typing(ticketId, 'message');
    },
    send(written: OutboxContent) {
      const outbox = session.outbox();
      const ticketId = current();
      if (!outbox) return false;
      const begun = ticketId ?? (isChosen() ? null : first.get());
      if (begun) outbox.message(begun, written, open()?.lastSeq() ?? 0);
      if (ticketId) return true;
      // The first words of the message become the subject.
      const begins = begun ?? outbox.ticket(firstWords(textOf(written)), written).ticketId;
      if (!isChosen()) first.set(begins);
      show(begins);
      return true;
    },
  };
}

const FrameContext = createContext<Frame>();
export const FrameProvider = FrameContext.Provider;
export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (!frame) throw new Error('useFrame needs a FrameProvider above it.');
  return frame;
}

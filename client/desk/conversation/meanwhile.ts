/**
 * Public replies of colleagues that came while the reply to the same customer was being written. The first send after
 * such a reply stops once, even if the reply was on the screen: its writer may have looked at the box only.
 */
import { createEffect, createMemo, createSignal, on, onCleanup, untrack } from 'solid-js';
import type { Message } from '../../../server/messages/contract.ts';
import type { OpenConversation } from '../../shared/conversation/conversation.ts';
import { hasLocalDraft, versionKeyOf } from '../../shared/drafts/drafts.ts';
import { keep } from '../../shared/keep.ts';

/** A reply counts as read by somebody who goes on writing this long after it came into view. */
const READ_AFTER_MS = 3_000;
/** A second press within the same moment is no decision. */
const ONE_PRESS_MS = 500;

interface Writing {
  open: OpenConversation;
  ticketId: string;
  me: string;
  draftKey: string;
}

export function createMeanwhile({ open, ticketId, me, draftKey }: Writing) {
  const storedAs = `read:${draftKey}`;
  /** The last message that the writer has read; null while everything counts as read. */
  const [readTo, setReadTo] = createSignal<number | null>(null);
  /** The newest reply for which a send was stopped, and when. */
  const [stop, setStop] = createSignal({ seq: 0, at: 0 });
  const inView = new Map<string, number>();
  let box: HTMLTextAreaElement | undefined;
  let hasFiles = () => false;

  const isEmpty = () => !(box?.isConnected && (box.value || untrack(hasFiles))) && !hasLocalDraft(draftKey);
  const messages = createMemo(() =>
    [...(open.conversation()?.entries ?? []), ...(open.conversation()?.ahead ?? [])].flatMap((entry): Message[] =>
      entry.kind === 'message' && entry.ticketId === ticketId ? [entry.message] : [],
    ),
  );
  const newest = createMemo(() => messages().at(-1)?.seq ?? 0);
  const unread = createMemo(() => {
    const to = readTo();
    if (to === null) return [];
    return messages().filter(({ seq, author, deletedAt }) => seq > to && isColleague(author) && deletedAt === null);
  });
  const isColleague = ({ id, kind }: Message['author']) => kind === 'staff' && id !== me;
  const last = () => unread().at(-1)?.seq ?? 0;

  createEffect(
    on(newest, (now, before = 0) => {
      if (now === 0) return;
      // The first look. A draft from before belongs to what its writer had read by then.
      if (before === 0) {
        const stored = keep.get(storedAs);
        if (stored !== null && !isEmpty()) setReadTo(Number(stored));
        else adopt();
      } else if (isEmpty()) setReadTo(null);
      else if (readTo() === null && !adopt()) setReadTo(before);
      store();
    }),
  );
  /**
   * A draft that was written on another device comes with the time at which the server kept it: its writer had read what was
   * there by then. Answers whether it is one.
   */
  function adopt(): boolean {
    const keptAt = Number(keep.get(versionKeyOf(`draft:${draftKey}`)) ?? 0);
    if (keptAt === 0 || isEmpty() || readTo() !== null || keep.get(storedAs) !== null) return false;
    setReadTo(messages().findLast(({ createdAt }) => createdAt <= keptAt)?.seq ?? 0);
    return true;
  }
  function store() {
    if (isEmpty()) keep.remove(storedAs);
    else keep.set(storedAs, String(readTo() ?? newest()));
  }

  // Looks for the replies on the screen, and notes when each came into view.
  createEffect(() => {
    const all = unread();
    if (all.length === 0) return;
    const seen = new IntersectionObserver((changes) => {
      for (const { isIntersecting, target } of changes) {
        const id = target instanceof HTMLElement ? target.dataset['message'] : undefined;
        if (id && isIntersecting && !inView.has(id)) inView.set(id, performance.now());
      }
    });
    const frame = requestAnimationFrame(() => {
      for (const { id } of all) {
        const shown = elementOf(id);
        if (shown) seen.observe(shown);
      }
    });
    onCleanup(() => {
      cancelAnimationFrame(frame);
      seen.disconnect();
    });
  });

  function typed() {
    // The text may have come after the first look; typing ends the version that it came with.
    adopt();
    if (box?.value === '' && !untrack(hasFiles)) setReadTo(null);
    for (const { id, seq } of unread()) {
      const at = inView.get(id);
      if (at === undefined || performance.now() - at < READ_AFTER_MS) break;
      setReadTo(seq);
    }
    store();
  }

  return {
    unread,
    isStopped: () => last() > 0 && stop().seq >= last(),
    /** For the server, which knows of replies that are not here yet. */
    seenSeq: () => readTo() ?? open.lastSeq(),
    read() {
      const [first] = unread();
      setReadTo(last());
      store();
      if (first) elementOf(first.id)?.scrollIntoView({ block: 'nearest' });
      box?.focus();
    },
    /** Whether a send may go; false stops it and shows why. */
    mayGo(): boolean {
      adopt();
      const now = performance.now();
      if (last() > stop().seq) {
        setStop({ seq: last(), at: now });
        return false;
      }
      if (last() > 0 && now - stop().at < ONE_PRESS_MS) return false;
      if (last() > 0) setReadTo(last());
      return true;
    },
    /** The draft went out. */
    sent() {
      setReadTo(null);
      keep.remove(storedAs);
    },
    /** For `ref` of the box. A reply that is only a file so far is a draft too. */
    watch(element: HTMLTextAreaElement, isWithFiles: () => boolean) {
      box = element;
      hasFiles = isWithFiles;
      element.addEventListener('input', typed);
    },
  };
}

const elementOf = (id: string) => document.querySelector<HTMLElement>(`#talk [data-message="${id}"]`);

/** One open conversation: its entries, unsent items and loading state. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup, untrack } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { ApiError } from '../request.ts';
import { mergeConversations } from './merged.ts';
import { inOrder, type Pending } from '../outbox/item.ts';
import { createRetry, isRefusal } from '../state/retry.ts';
import { useSession } from '../state/session.ts';
import type { Anchor } from './anchor.ts';
import type { Conversation, Entry } from '../state/timeline.ts';

export interface OpenConversation {
  row: Accessor<TicketRow | undefined>;
  conversation: Accessor<Conversation | undefined>;
  /** The entries of this ticket and of tickets merged into it. */
  entries: Accessor<Entry[]>;
  /** The ticket whose older page comes next; null when all is loaded. */
  olderIn: Accessor<string | null>;
  /** Unsent or just sent items that are not among the entries yet. */
  pending: Accessor<Pending[]>;
  /** Whether the ticket was opened on this device and the server has not answered yet. */
  isNew: Accessor<boolean>;
  problem: Accessor<'missing' | 'unreachable' | null>;
  /** The seq of the last message; 0 when there is none. */
  lastSeq: Accessor<number>;
  /** The seq that counts as read at the last line; 0 in the middle of the conversation. */
  readSeq: Accessor<number>;
  /** The seq up to which the person had read on opening, for the divider of unread messages. */
  readUpTo: Accessor<number>;
  /** The event at which the conversation was opened; null at the newest. */
  at: Accessor<number | null>;
  /** Whether later entries are not loaded. */
  hasNewer: Accessor<boolean>;
  /** How many new entries at the end are not shown yet. */
  ahead: Accessor<number>;
  /** Jumps to the newest entries. */
  toNewest(): void;
  retry(): void;
}

export function createConversation(ticketId: Accessor<string>, anchor: Anchor): OpenConversation {
  const { at } = anchor;
  const session = useSession();
  const [problem, setProblem] = createSignal<'missing' | 'unreachable' | null>(null);
  const [readUpTo, setReadUpTo] = createSignal(Number.MAX_SAFE_INTEGER);
  const [attempt, setAttempt] = createSignal(0);

  const row = () => session.state()?.rows[ticketId()];
  /** Nothing before the snapshot says whose messages these are. */
  const conversation = () => (session.state()?.me.id ? session.state()?.open[ticketId()] : undefined);
  const others = () => (row()?.mergedFrom ?? []).map(({ id }) => id);
  const merged = createMemo(() => {
    const own = conversation();
    const open = session.state()?.open;
    return own && others().length > 0
      ? mergeConversations(
          own,
          others().flatMap((id) => open?.[id] ?? []),
        )
      : null;
  });
  const entries = () => merged()?.entries ?? conversation()?.entries ?? [];
  const ownEntries = () => conversation()?.entries ?? [];
  const sent = createMemo(() => new Set([...entries(), ...(conversation()?.ahead ?? [])].map((entry) => entry.id)));
  const isLoaded = createMemo(() => conversation()?.isLoaded ?? false);
  const pending = createMemo<Pending[]>((before) => {
    const outbox = session.outbox();
    const isKept = (id: string) => outbox?.items().some((item) => item.id === id);
    const newest = isLoaded() ? (entries().at(-1)?.at ?? 0) : 0;
    // A sent item stays in place until its event arrives, however slow the connection; among older pages it is not
    // awaited.
    const arrived = before
      .filter(({ id, ticketId: of, state }) => of === ticketId() && mayHaveArrived(state) && !isKept(id))
      .filter(({ at }) => at + session.live.clockOffset() >= newest)
      .map((item): Pending => (item.state === 'sent' ? item : { ...item, state: 'sent' }));
    const all = outbox ? [...arrived, ...outbox.of(ticketId())] : [];
    return all.filter((item) => !sent().has(item.id)).toSorted(inOrder);
  }, []);
  const isNew = createMemo(() => !row() && pending().some(({ kind, state }) => kind === 'ticket' && state !== 'sent'));
  const hasNewer = () => (conversation()?.newerAfter ?? null) !== null;
  const lastSeq = () => ownEntries().findLast((entry) => entry.kind === 'message')?.message.seq ?? 0;

  const again = createRetry(() => untrack(problem) === 'unreachable' && setAttempt((n) => n + 1));
  onCleanup(() => again.done());
  createEffect(
    on([ticketId, isNew, at, attempt], ([id, onItsWay, place], before) => {
      if (before?.[0] !== id) again.done();
      // A retry keeps the known problem until it has an answer.
      if (before?.[0] !== id || before[1] !== onItsWay || before[2] !== place) setProblem(null);
      if (onItsWay) return;
      // Read before this tab marks anything as read: the start position must be known before the first paint.
      const known = untrack(row);
      // A person who comes from the middle wants the end, not the first unread message.
      const isBack = before?.[0] === id && before[2] !== null && place === null;
      const readUntil = () => (isBack ? Number.MAX_SAFE_INTEGER : readWhenOpened(row(), session.state()?.me.kind));
      const opened = () => setReadUpTo(untrack(readUntil));
      opened();
      let isLeft = false;
      session.live.open(id, place).then(
        () => {
          if (isLeft) return;
          setProblem(null);
          again.done();
          if (known === undefined) opened();
        },
        (error: unknown) => {
          if (isLeft) return;
          setProblem(error instanceof ApiError && error.status === 404 ? 'missing' : 'unreachable');
          if (!isRefusal(error)) again.later();
        },
      );
      onCleanup(() => {
        isLeft = true;
        session.live.close(id);
      });
    }),
  );

  // The conversation disappeared: the ticket was deleted, or a fresh snapshot came without it. A request decides.
  createEffect(
    on([ticketId, isLoaded], ([id, now], before) => {
      if (before?.[0] === id && before[1] && !now) setAttempt((n) => n + 1);
    }),
  );

  // Retries a failed load when the connection is back.
  createEffect(
    on(
      session.live.connection,
      (now) => void (now === 'live' && untrack(problem) === 'unreachable' && setAttempt((n) => n + 1)),
      { defer: true },
    ),
  );

  // Merged tickets stay open and live as long as this one.
  createEffect(
    on([() => others().join(' '), attempt], ([ids]) => {
      const ended = ids.split(' ').filter(Boolean).map(keepOpen);
      onCleanup(() => ended.forEach((end) => end()));
    }),
  );

  function keepOpen(id: string): () => void {
    let isLeft = false;
    const retry = createRetry(() => open());
    const open = () =>
      void session.live.open(id).then(
        () => retry.done(),
        (error: unknown) => !isLeft && !isRefusal(error) && retry.later(),
      );
    open();
    return () => {
      isLeft = true;
      retry.done();
      session.live.close(id);
    };
  }

  return {
    row,
    conversation,
    entries,
    olderIn: () => {
      const together = merged();
      return together ? together.olderIn : conversation()?.olderBefore ? ticketId() : null;
    },
    pending,
    isNew,
    problem,
    lastSeq,
    readSeq: () => (hasNewer() ? 0 : lastSeq()),
    readUpTo,
    at,
    hasNewer,
    ahead: () => conversation()?.ahead.filter((entry) => entry.kind === 'message').length ?? 0,
    toNewest: () => anchor.leave(),
    retry() {
      setProblem(null);
      setAttempt((n) => n + 1);
    },
  };
}

/** Messages that arrive while the conversation is open are not marked as unread. */
function readWhenOpened(row: TicketRow | undefined, kind: 'staff' | 'customer' | undefined) {
  if (!row || row.unread === 0) return Number.MAX_SAFE_INTEGER;
  return kind === 'staff' ? row.seen.staff.seq : row.seen.customer.seq;
}

const mayHaveArrived = (state: Pending['state']) => state === 'sending' || state === 'waiting' || state === 'sent';

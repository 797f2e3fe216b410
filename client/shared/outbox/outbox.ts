/**
 * Messages, notes, tickets and acts that the server has not answered yet. Each is stored before it is sent, so nothing
 * is lost; its id is made here, so no retry doubles it.
 */
import { type Accessor, createEffect, createRoot, createSignal, on } from 'solid-js';
import { v7 as uuidv7 } from 'uuid';
import type { Message } from '../../../server/messages/contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { withTabLock } from '../tab-lock.ts';
import type { Act } from './act.ts';
import { ApiError, Offline } from '../request.ts';
import { keep } from '../keep.ts';
import type { Live } from '../state/live.ts';
import { createBackOff, isRefusal } from '../state/retry.ts';
import { firstWords, inOrder, type OutboxItem, textOf, type OutboxContent } from './item.ts';
import { readItem, storedItems } from './stored-items.ts';
import { againAt, problemWords } from '../problems.ts';
import { send } from './send.ts';
import type { Store } from '../state/store.ts';
import { applyRow } from '../state/timeline.ts';
import { t } from '../words.ts';

export interface Outbox {
  items: Accessor<OutboxItem[]>;
  /** The messages and notes of a ticket. Acts are among `items` only. */
  of(ticketId: string): OutboxItem[];
  message(ticketId: string, written: OutboxContent, seenSeq: number): OutboxItem;
  note(ticketId: string, written: OutboxContent): OutboxItem;
  /** Returns the item with the id that the ticket will have, so that the ticket can be shown at once. */
  ticket(subject: string, written: OutboxContent, linkedTo?: string): OutboxItem;
  act(ticketId: string, act: Act, about: Pick<OutboxItem, 'seen' | 'tried'>): OutboxItem;
  retry(id: string): void;
  sendAnyway(id: string): void;
  discard(id: string): void;
}

export interface OutboxOptions {
  /** Only this user sends these items, also after another person signed in here. */
  userId: string;
  store: Store;
  live: Pick<Live, 'connection' | 'factsAreDue'>;
  /** Sends an act, in apps that have acts. */
  perform?: ((ticketId: string, act: Act, seen?: number) => Promise<TicketRow>) | undefined;
  /** A message to a closed ticket was sent as a new ticket. */
  onMoved: (from: string, to: string) => void;
}

export function createOutbox({ userId, store, live, perform, onMoved }: OutboxOptions): Outbox & { end(): void } {
  const prefix = `outbox:${userId}:`;
  const [items, setItems] = createSignal<OutboxItem[]>(storedItems(prefix).toSorted(inOrder));
  const busy = new Set<string>();
  /** Retry timers by ticket. */
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let ended = false;

  const isLive = () => live.connection() === 'live';
  const find = (id: string) => items().find((item) => item.id === id);

  function show(item: OutboxItem) {
    setItems((all) => [...all.filter((one) => one.id !== item.id), item].toSorted(inOrder));
  }
  function put(item: OutboxItem) {
    keep.set(prefix + item.id, JSON.stringify(item));
    show(item);
  }
  function patch(id: string, change: Partial<OutboxItem>) {
    const item = find(id);
    // An item that was removed during its request must not come back: another person may use this browser by now.
    if (item && keep.get(prefix + id) !== null) put({ ...item, ...change });
  }
  function remove(id: string) {
    keep.remove(prefix + id);
    setItems((all) => all.filter((item) => item.id !== id));
  }

  function add(item: Omit<OutboxItem, 'at' | 'state'>): OutboxItem {
    // Later than the last item, even when the clock was set back.
    const at = Math.max(Date.now(), (items().at(-1)?.at ?? 0) + 1);
    const added: OutboxItem = {
      ...item,
      at,
      state: isLive() || live.connection() === 'connecting' ? 'sending' : 'waiting',
    };
    put(added);
    void pump(added.ticketId);
    return added;
  }

  /**
   * Sends one item at a time per ticket, in order. Failed or held items do not block later messages and notes; an act
   * still waits for earlier messages.
   */
  async function pump(ticketId: string) {
    // After a sign-out another person may sign in in the next tab: nothing may be sent under their name.
    if (busy.has(ticketId) || ended || live.connection() === 'ended') return;
    busy.add(ticketId);
    try {
      await withTabLock(`${prefix}${ticketId}`, async () => {
        for (let item = next(ticketId); item; item = next(ticketId)) {
          // Another tab may have sent or moved the item while this tab waited for the lock.
          const [now] = readItem(keep.get(prefix + item.id));
          if (!now) remove(item.id);
          else if (now.ticketId !== ticketId || !isDue(now)) show(now);
          else if (!(await deliver(now))) break;
        }
      });
    } finally {
      busy.delete(ticketId);
    }
  }

  function next(ticketId: string) {
    if (ended || live.connection() === 'ended') return undefined;
    const all = items().filter((item) => item.ticketId === ticketId);
    // Messages behind a new ticket that could not be opened have no ticket yet.
    if (all.some((item) => item.kind === 'ticket' && !isDue(item))) return undefined;
    const item = all.find((one, i) => isDue(one) && !standsBehind(one, all.slice(0, i)));
    // An act is sent only while live, because only then the state of the ticket is known; later items wait too.
    return item?.kind === 'act' && !isLive() ? undefined : item;
  }

  /** An act waits for earlier messages: nothing is resolved without its reply. */
  const standsBehind = ({ kind }: OutboxItem, before: OutboxItem[]) =>
    kind === 'act' && before.some((one) => one.kind === 'message');

  /** False when the remaining items have to wait. */
  async function deliver(item: OutboxItem): Promise<boolean> {
    live.factsAreDue();
    try {
      if (item.act && perform) await carryOut(item, item.act, perform);
      else await send(store, item);
      remove(item.id);
      return true;
    } catch (error) {
      return refused(item, error);
    }
  }

  async function carryOut(
    { id, ticketId, seen, force }: OutboxItem,
    act: Act,
    go: NonNullable<OutboxOptions['perform']>,
  ) {
    patch(id, { tried: true });
    const row = await go(ticketId, act, force ? undefined : seen);
    store.change((state) => applyRow(state, row));
  }

  function refused(item: OutboxItem, error: unknown): boolean {
    if (!isRefusal(error)) {
      patch(item.id, { state: 'waiting', problem: waitingWords(error) });
      later(item.ticketId, error instanceof ApiError ? error.retryAfterMs : null);
      return false;
    }
    if (error.status === 401) {
      patch(item.id, { state: 'waiting' });
      return false;
    }
    if (item.kind !== 'act' && error.code === 'tickets.merged' && isRef(error.details['into'])) {
      follow(item, error.details['into'].id);
      return true;
    }
    if (error.code === 'tickets.closed' && store.current()?.me.kind === 'customer') {
      moveToNewTicket(item);
      return true;
    }
    if (error.code === 'tickets.moved_on') {
      patch(item.id, { state: 'held', missed: (error.details['messages'] as Message[] | undefined) ?? [] });
      return true;
    }
    patch(item.id, { state: 'failed', problem: error.fields['body'] ?? problemWords(error) });
    return true;
  }

  /** Moves messages to the ticket that this one was merged into. They keep their ids, so no retry can double them. */
  function follow({ ticketId: from }: OutboxItem, to: string) {
    const going = items().filter((one) => one.ticketId === from && one.kind === 'message' && isDue(one));
    // `seenSeq` counts the messages of the other ticket.
    for (const { seenSeq: _seen, ...one } of going) put({ ...one, ticketId: to });
    void pump(to);
  }

  /**
   * Sends the same text as a new ticket. The ids are stored first, so a retry opens one ticket. Later messages move
   * along.
   */
  function moveToNewTicket(item: OutboxItem) {
    const from = item.ticketId;
    const subject = store.current()?.rows[from]?.subject ?? firstWords(textOf(item));
    const ticketId = uuidv7();
    const behind = items().filter((one) => one.ticketId === from && one.kind === 'message' && isDue(one));
    // One write replaces the item, so a crash in between cannot lose or double it.
    put({ ...item, kind: 'ticket', ticketId, subject, linkedTo: from, state: 'sending' });
    for (const one of behind) if (one.id !== item.id) put({ ...one, ticketId });
    onMoved(from, ticketId);
    void pump(ticketId);
  }

  const backOff = createBackOff();
  function later(ticketId: string, afterMs: number | null) {
    if (timers.has(ticketId)) return;
    const waitMs = backOff.nextMs();
    const timer = setTimeout(() => {
      timers.delete(ticketId);
      void pump(ticketId);
    }, afterMs ?? waitMs);
    timers.set(ticketId, timer);
  }

  function pumpAll() {
    backOff.reset();
    for (const ticketId of new Set(items().map((item) => item.ticketId))) void pump(ticketId);
  }

  const stopListening = keep.onChange(prefix, (key, value) => {
    const id = key.slice(prefix.length);
    if (value === null) return void setItems((all) => all.filter((item) => item.id !== id));
    const [item] = readItem(value);
    if (!item) return;
    show(item);
    // The tab that wrote the item may be closed before it is sent.
    if (isDue(item)) later(item.ticketId, null);
  });
  const dispose = createRoot((end) => {
    createEffect(on(isLive, (is) => is && pumpAll()));
    return end;
  });

  return {
    items,
    of: (ticketId) => items().filter((item) => item.ticketId === ticketId && item.kind !== 'act'),
    message: (ticketId, written, seenSeq) => add({ kind: 'message', id: uuidv7(), ticketId, ...written, seenSeq }),
    note: (ticketId, written) => add({ kind: 'note', id: uuidv7(), ticketId, ...written }),
    ticket: (subject, written, linkedTo) =>
      add({ kind: 'ticket', id: uuidv7(), ticketId: uuidv7(), subject, ...written, ...(linkedTo && { linkedTo }) }),
    act: (ticketId, act, about) => add({ kind: 'act', id: uuidv7(), ticketId, body: '', act, ...about }),
    retry(id) {
      patch(id, { state: 'sending' });
      void pump(find(id)?.ticketId ?? '');
    },
    sendAnyway(id) {
      patch(id, { state: 'sending', force: true });
      void pump(find(id)?.ticketId ?? '');
    },
    discard(id) {
      const ticketId = find(id)?.ticketId;
      remove(id);
      // Later items of the ticket can be sent now.
      if (ticketId) void pump(ticketId);
    },
    end() {
      ended = true;
      stopListening();
      dispose();
      timers.forEach(clearTimeout);
    },
  };
}

const isRef = (value: unknown): value is { id: string } =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
/** Why a message waits; empty when it waits for the connection. */
function waitingWords(error: unknown) {
  if (error instanceof Offline) return error.isByProxy ? t('refused.server') : '';
  if (!(error instanceof ApiError)) return '';
  return error.status === 429 ? t('state.tooOften', { time: againAt(error) }) : problemWords(error);
}
const isDue = ({ state }: OutboxItem) => state === 'sending' || state === 'waiting';

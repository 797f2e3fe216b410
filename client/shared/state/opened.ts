/** The open conversations: each is loaded once for all its users, and stays live until all of them closed it. */
import type { Watched } from '../../../server/contract.ts';
import { api } from '../api.ts';
import { ask } from './ask.ts';
import { isSameHistory, type ConversationPage, withKnown, withNewerRows, withPage } from './fresh.ts';
import { middle } from './pages.ts';
import { Offline } from '../request.ts';
import { createRetry, isRefusal, type Retry } from './retry.ts';
import type { LiveSocket } from './socket.ts';
import type { Store } from './store.ts';
import {
  applyPage,
  applyWatched,
  closeConversation,
  type Conversation,
  openConversation,
  type State,
} from './timeline.ts';

const AGAIN_MS = 3_000;
/** The most conversations that a sync may name. */
const WATCHED_MOST = 20;
/** The most closed conversations kept for reading offline. */
const LEFT_MOST = 20;

interface Opening {
  ticketId: string;
  users: number;
  around: number | null;
  loading: Promise<void>;
  /** Reloads a conversation whose old copy is shown. */
  renewal: Retry | null;
}

export function createOpened(store: Store, socket: () => LiveSocket | null) {
  const opened = new Map<string, Opening>();
  const left = new Map<string, Conversation>();
  const isStaff = () => store.current()?.me.kind === 'staff';
  /** A conversation that was closed and opened again is another opening: the first one's answers no longer apply. */
  const isCurrent = (opening: Opening) => opened.get(opening.ticketId) === opening;
  const shown = (ticketId: string) => store.current()?.open[ticketId];

  async function pageOf({ ticketId, around }: Opening): Promise<ConversationPage> {
    const apply = around === null ? applyPage : (await middle()).applyPageAround;
    const page = await api.events(ticketId, { around });
    const told = new Set(page.items.map(({ id }) => id));
    return {
      ...{ ticketId, position: page.position, tells: (eventId) => told.has(eventId) },
      apply: (state) => apply(state, page),
    };
  }

  async function load(opening: Opening): Promise<void> {
    const { ticketId, around } = opening;
    // The conversation is opened before it is loaded, so that events heard meanwhile are kept.
    store.change((state) => openConversation(state, ticketId));
    try {
      const page = await pageOf(opening);
      // Closed meanwhile.
      if (!isCurrent(opening) || !store.current()) return;
      // The ticket was deleted meanwhile: a second request gets the server's answer.
      if (!shown(ticketId)) return await load(opening);
      store.change(page.apply);
      left.delete(ticketId);
      await watch(opening);
    } catch (error) {
      if (!isCurrent(opening)) throw error;
      // A new snapshot loaded it.
      if (shown(ticketId)?.isLoaded) return;
      store.change((state) => closeConversation(state, ticketId));
      const known = around === null && error instanceof Offline ? left.get(ticketId) : undefined;
      if (!known) throw error;
      store.change((state) => withKnown(state, known));
      renewLater(opening);
    }
  }

  function renewLater(opening: Opening) {
    opening.renewal ??= createRetry(() => void renew(opening));
    opening.renewal.later();
  }

  async function renew(opening: Opening): Promise<void> {
    if (!isCurrent(opening)) return;
    try {
      const page = await pageOf(opening);
      const known = shown(opening.ticketId);
      if (!isCurrent(opening) || !known) return;
      endRenewal(opening);
      store.change((state) => withPage(state, page, known));
      left.delete(opening.ticketId);
      await watch(opening);
    } catch (error) {
      if (!isCurrent(opening)) return;
      if (!isRefusal(error)) return renewLater(opening);
      endRenewal(opening);
      store.change((state) => closeConversation(state, opening.ticketId));
    }
  }

  function endRenewal(opening: Opening) {
    opening.renewal?.done();
    opening.renewal = null;
  }

  /** Customers receive all their tickets; staff name the tickets that they view. */
  async function watch(opening: Opening): Promise<void> {
    const { ticketId } = opening;
    const line = socket();
    if (!line?.connected || !isStaff()) return;
    const after = shown(ticketId)?.position ?? 0;
    const answer = await ask<Watched>(line, (to, done) =>
      to.emit('watch', { ticketId, after }, (error, watched) => {
        // Applied at once: facts in the same packet must not overtake it.
        if (!error && watched.ok && !watched.resync && isCurrent(opening))
          store.change((state) => applyWatched(state, ticketId, watched.events));
        done(error, watched);
      }),
    );
    // No answer: the connection is closing, and the next sync watches the ticket.
    if (!answer) return;
    // Opening many tickets quickly is throttled: the ticket that stays open retries.
    if (!answer.ok) {
      if (answer.error.code === 'too_many') setTimeout(() => isCurrent(opening) && void watch(opening), AGAIN_MS);
      return;
    }
    if (!opened.has(ticketId)) return void line.emit('unwatch', { ticketId }, () => {});
    if (answer.resync) await renew(opening);
  }

  function leave(ticketId: string) {
    const known = shown(ticketId);
    if (!known?.isLoaded) return;
    left.delete(ticketId);
    left.set(ticketId, known);
    for (const oldest of [...left.keys()].slice(0, -LEFT_MOST)) left.delete(oldest);
  }

  return {
    open(ticketId: string, around: number | null = null): Promise<void> {
      const known = opened.get(ticketId);
      if (known) {
        known.users += 1;
        return known.loading;
      }
      const opening: Opening = { ticketId, users: 1, around, loading: Promise.resolve(), renewal: null };
      opened.set(ticketId, opening);
      opening.loading = load(opening);
      opening.loading.catch(() => isCurrent(opening) && opened.delete(ticketId));
      return opening.loading;
    },
    close(ticketId: string) {
      const known = opened.get(ticketId);
      if (!known || --known.users > 0) return;
      opened.delete(ticketId);
      endRenewal(known);
      leave(ticketId);
      store.change((state) => closeConversation(state, ticketId));
      if (isStaff() && socket()?.connected) socket()?.emit('unwatch', { ticketId }, () => {});
    },
    /**
     * For a sync: the open conversations of staff, with their positions. A conversation that is still loading asks by
     * itself.
     */
    watching: () =>
      Object.values(isStaff() ? (store.current()?.open ?? {}) : {})
        .filter(({ ticketId, isLoaded }) => isLoaded && opened.get(ticketId)?.renewal === null)
        .slice(-WATCHED_MOST)
        .map(({ ticketId, position: after }) => ({ ticketId, after })),
    /** The connection is back: retries run now. */
    renewNow: () => opened.forEach(({ renewal }) => renewal?.now()),
    /** Reloads all open conversations for a new snapshot. */
    async fresh(): Promise<(fresh: State, before: State | null) => State> {
      const asked = await Promise.all(
        [...opened.values()].map(async (opening) => ({
          opening,
          page: await pageOf(opening).catch((error: unknown) => (isRefusal(error) ? null : undefined)),
        })),
      );
      left.clear();
      return (fresh, before) => {
        const known = isSameHistory(fresh, before) ? before : null;
        let state = known ? withNewerRows(fresh, known) : fresh;
        for (const { opening, page } of asked.filter((one) => isCurrent(one.opening))) {
          const was = known?.open[opening.ticketId];
          if (page) {
            endRenewal(opening);
            state = withPage(state, page, was);
          } else if (page === undefined) {
            state = was ? withKnown(state, was) : openConversation(state, opening.ticketId);
            renewLater(opening);
          }
        }
        // Conversations opened since the requests began are loading by themselves.
        const isAsked = (opening: Opening) => asked.some((one) => one.opening === opening);
        for (const opening of opened.values()) {
          const was = known?.open[opening.ticketId];
          if (was && !isAsked(opening)) state = withKnown(state, was);
        }
        return state;
      };
    },
    forget() {
      opened.forEach(endRenewal);
      opened.clear();
      left.clear();
    },
  };
}

/** The conversations that are open: each is loaded once, however many ask, and live until as many closed it. */
import type { Watched } from '../../server/contract.ts';
import { api } from './api.ts';
import { ask } from './ask.ts';
import { middle } from './pages.ts';
import { Offline } from './request.ts';
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
/** As many as a sync may name. */
const WATCHED_MOST = 20;
/** Of what was left, the last few can still be read where the server cannot be asked. */
const LEFT_MOST = 20;

interface Page {
  ticketId: string;
  apply: (state: State) => State;
}

export function createOpened(store: Store, socket: () => LiveSocket | null) {
  const opened = new Map<string, { users: number; loading: Promise<void>; around: number | null }>();
  const left = new Map<string, Conversation>();
  const isStaff = () => store.current()?.me.kind === 'staff';
  /** Customers hear of all that is theirs; the staff say what they look at. */
  const lineOfStaff = () => (isStaff() && socket()?.connected ? socket() : null);

  async function pageOf(ticketId: string, around: number | null): Promise<Page> {
    const apply = around === null ? applyPage : (await middle()).applyPageAround;
    const page = await api.events(ticketId, { around });
    return { ticketId, apply: (state) => apply(state, page) };
  }

  async function load(ticketId: string, around: number | null) {
    // It is open before it is loaded, so that what is said meanwhile is kept.
    store.change((state) => openConversation(state, ticketId));
    try {
      const page = await pageOf(ticketId, around);
      // Left meanwhile: nothing of it stays.
      if (!opened.has(ticketId)) return;
      store.change(page.apply);
      left.delete(ticketId);
    } catch (error) {
      store.change((state) => closeConversation(state, ticketId));
      const known = around === null && error instanceof Offline ? left.get(ticketId) : undefined;
      if (!known || !opened.has(ticketId)) throw error;
      // As it was: the next sync catches it up from there.
      store.change((state) => ({ ...state, open: { ...state.open, [ticketId]: known } }));
      return;
    }
    const line = lineOfStaff();
    if (line) await watch(line, ticketId);
  }

  async function watch(line: LiveSocket, ticketId: string): Promise<void> {
    const after = store.current()?.open[ticketId]?.position ?? 0;
    const answer = await ask<Watched>(line, (to, done) =>
      to.emit('watch', { ticketId, after }, (error, watched) => {
        // At once: facts may stand right behind it in the same packet, and would overtake it.
        if (!error && watched.ok && !watched.resync && opened.has(ticketId))
          store.change((state) => applyWatched(state, ticketId, watched.events));
        done(error, watched);
      }),
    );
    // Without an answer the line is going down, and the next sync watches it.
    if (!answer) return;
    // Whoever clicks through many at once is told to wait: the one that stays open must not stay deaf.
    if (!answer.ok) return answer.error.code === 'too_many' ? watchAgain(line, ticketId) : undefined;
    if (!opened.has(ticketId)) return void line.emit('unwatch', { ticketId }, () => {});
    if (!answer.resync) return;
    store.change((state) => closeConversation(state, ticketId));
    await load(ticketId, opened.get(ticketId)?.around ?? null);
  }

  /** In a moment, while it is open and there is a line. */
  function watchAgain(line: LiveSocket, ticketId: string) {
    setTimeout(() => {
      if (opened.has(ticketId) && line.connected) watch(line, ticketId).catch(() => watchAgain(line, ticketId));
    }, AGAIN_MS);
  }

  function leave(ticketId: string) {
    const known = store.current()?.open[ticketId];
    if (!known || known.position === 0) return;
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
      const loading = load(ticketId, around);
      opened.set(ticketId, { users: 1, loading, around });
      loading.catch(() => opened.delete(ticketId));
      return loading;
    },
    close(ticketId: string) {
      const known = opened.get(ticketId);
      if (!known || --known.users > 0) return;
      opened.delete(ticketId);
      leave(ticketId);
      store.change((state) => closeConversation(state, ticketId));
      lineOfStaff()?.emit('unwatch', { ticketId }, () => {});
    },
    /** For a sync: what the staff have open, and how far each is here. One that is on its way asks by itself when it is. */
    watching: () =>
      Object.values(isStaff() ? (store.current()?.open ?? {}) : {})
        .filter(({ ticketId, position }) => position > 0 && opened.has(ticketId))
        .slice(-WATCHED_MOST)
        .map(({ ticketId, position: after }) => ({ ticketId, after })),
    /** All of it as it is now, to be put into a fresh state. What does not come is asked for again by whoever shows it. */
    async fresh(): Promise<(state: State) => State> {
      const pages = await Promise.all([...opened].map(([id, { around }]) => pageOf(id, around).catch(() => null)));
      const isOpen = (page: Page | null) => page !== null && opened.has(page.ticketId);
      return (state) => pages.filter(isOpen).reduce((before, page) => page?.apply(before) ?? before, state);
    },
    /** What was left is of a state that is no more. */
    forgetLeft: () => left.clear(),
    forgetAll() {
      opened.clear();
      left.clear();
    },
  };
}

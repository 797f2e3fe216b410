/** The one pipe into a browser: snapshot, then facts, caught up after every break. */
import { type Accessor, createSignal, untrack } from 'solid-js';
import type { Answer, Facts, Handed, Synced, Watched } from '../../server/contract.ts';
import type { Draft } from '../../server/drafts/contract.ts';
import { api } from './api.ts';
import { ApiError, Offline, ownAuthority } from './request.ts';
import { createPages, middle } from './pages.ts';
import { createPeopleHere, type PeopleHere } from './people-here.ts';
import type { LiveSocket } from './socket.ts';
import type { Store } from './store.ts';
import {
  applyDraft,
  applyFacts,
  applyMention,
  applyPage,
  applyWatched,
  closeConversation,
  type Conversation,
  fromSnapshot,
  openConversation,
  type State,
} from './timeline.ts';

/**
 * `quiet`: the line broke less than five seconds ago, which is nothing to speak of. `offline`: it is still away.
 * `ended`: nobody is signed in (any more).
 */
export type Connection = 'connecting' | 'live' | 'quiet' | 'offline' | 'ended';
const QUIET_MS = 5_000;
const ACK_MS = 10_000;
const TYPING_EVERY_MS = 3_000;
const AGAIN_MS = 3_000;
/** As many as a sync may name. */
const WATCHED_MOST = 20;
/** Of what was left, the last few can still be read where the server cannot be asked. */
const LEFT_MOST = 20;

export interface Live {
  connection: Accessor<Connection>;
  /** Server time minus this browser's, in milliseconds. */
  clockOffset: Accessor<number>;
  here: PeopleHere;
  /** The build that the server serves; null before the first sync. It may be newer than what this page runs. */
  version: Accessor<string | null>;
  /** How many snapshots were loaded: what was fetched beside one is gone with the next. */
  loads: Accessor<number>;
  /** Loads the snapshot and connects; again after signing in. Rejects with what kept it from starting. */
  start(): Promise<void>;
  stop(): void;
  /** Loads the newest page, or the one around an event, once, however many ask; and keeps it live until as many closed it. */
  open(ticketId: string, around?: number | null): Promise<void>;
  close(ticketId: string): void;
  olderPage(ticketId: string): Promise<void>;
  newerPage(ticketId: string): Promise<void>;
  typing(ticketId: string, kind: 'message' | 'note'): void;
  /** The saved views on this screen: what each holds is told from now on. */
  show(viewIds: string[]): void;
  /** Calls with the tickets that a colleague has just given one; answers what ends that. */
  onHanded(listen: (handed: Handed[]) => void): () => void;
  /** Calls with each of one's own as another window leaves it; answers what ends that. */
  onDraft(listen: (draft: Draft) => void): () => void;
}

interface Page {
  ticketId: string;
  apply: (state: State) => State;
}

export function createLive(store: Store): Live {
  const [connection, setConnection] = createSignal<Connection>('connecting');
  const is = (state: Connection) => untrack(connection) === state;
  const [clockOffset, setClockOffset] = createSignal(0);
  const [loads, setLoads] = createSignal(0);
  const here = createPeopleHere();
  const [version, setVersion] = createSignal<string | null>(null);
  const opened = new Map<string, { users: number; loading: Promise<void>; around: number | null }>();
  const left = new Map<string, Conversation>();
  const ofDrafts = new Set<(draft: Draft) => void>();
  const ofHanded = new Set<(handed: Handed[]) => void>();
  /** Facts that came before the catch-up did; null once it has. */
  let held: Facts[] | null = [];
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let lastTyping = 0;
  let shown: string[] = [];

  let socket: LiveSocket | null = null;

  function listen(socket: LiveSocket) {
    socket.on('connect', () => void sync());
    socket.on('facts', (facts) => {
      if (held) held.push(facts);
      else apply([facts]);
      for (const { type, ticketId, actor } of facts.events)
        if (type === 'message.sent' && actor) here.sent(ticketId, actor.id);
    });
    socket.on('caught-up', settle);
    socket.on('resync', () => void startOver());
    socket.on('typing', (who) => here.typing(who));
    socket.on('draft', (draft) => {
      store.change((state) => applyDraft(state, draft));
      for (const listen of ofDrafts) listen(draft);
    });
    socket.on('mention', (news) => store.change((state) => applyMention(state, news)));
    socket.on('presence', (who) => here.presence(who));
    socket.on('around', (who) => here.setAround(who));
    socket.on('queue', (place) => here.place(place));
    socket.on('visitor', (who) => here.visits(who));
    socket.on('closing', ({ reason }) => {
      if (reason === 'ended') end();
    });
    socket.on('connect_error', (error) => {
      const code = codeIn(error);
      if (code === 'signed_out') end();
      else lost();
      ownAuthority().refused?.(code);
      // A refusal is not tried again by itself.
      if (!socket.active && !is('ended')) reconnectIn(5_000);
    });
    socket.on('disconnect', (reason) => {
      held = [];
      if (is('ended')) return;
      lost();
      if (reason === 'io server disconnect') reconnectIn(500 + Math.random() * 1_500);
    });
  }
  addEventListener('online', () => reconnect());
  // The browser knows at once what a socket finds out after its next ping.
  addEventListener('offline', () => socket?.io.engine.close());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && reconnect());

  function reconnect() {
    // One that waits for its next try lets nobody hurry it: it begins anew.
    if (!is('ended') && store.current() && !socket?.connected) socket?.disconnect().connect();
  }

  function reconnectIn(ms: number) {
    setTimeout(reconnect, ms);
  }

  function lost() {
    if (!is('live') && !is('connecting')) return;
    setConnection('quiet');
    quiet = setTimeout(() => is('quiet') && setConnection('offline'), QUIET_MS);
  }

  function end() {
    setConnection('ended');
    socket?.disconnect();
  }

  async function sync() {
    held = [];
    const state = store.current();
    if (!state) return;
    const isStaff = state.me.kind === 'staff';
    const watching = isStaff
      ? Object.values(state.open)
          // One that is on its way asks by itself when it is here.
          .filter(({ ticketId, position }) => position > 0 && opened.has(ticketId))
          .slice(-WATCHED_MOST)
          .map(({ ticketId, position: after }) => ({ ticketId, after }))
      : [];
    const { cursor, epoch, me } = state;
    const line = socket;
    if (!line) return;
    const answer = await ask<Synced>((done) =>
      line.timeout(ACK_MS).emit('sync', { cursor, epoch, watching, userId: me.id }, done),
    );
    if (answer?.ok) {
      setVersion(answer.version);
      if (shown.length > 0) tellShown();
      return;
    }
    if (answer?.error.code === 'signed_out') return end();
    // A ticket that was open is gone: a fresh start settles it.
    if (answer?.error.code === 'not_found') return startOver();
    line.disconnect();
    reconnectIn(2_000);
  }

  function settle(facts: Facts) {
    const waiting = held ?? [];
    held = null;
    apply([facts, ...waiting]);
    clearTimeout(quiet);
    setConnection('live');
  }

  function apply(all: Facts[]) {
    store.change((state) => all.reduce(applyFacts, state));
    const handed = all.flatMap((facts) => facts.handed ?? []);
    if (handed.length > 0) for (const listen of ofHanded) listen(handed);
  }

  /** The snapshot, with what is on the screen already in it: nothing of that goes away in between. */
  async function reload() {
    const asked = Date.now();
    const snapshot = await api.snapshot();
    const offset = snapshot.serverTime - (asked + Date.now()) / 2;
    // One that does not come is asked for again by whoever shows it.
    const pages = await Promise.all([...opened].map(([id, { around }]) => pageOf(id, around).catch(() => null)));
    // Whoever it is for has left: nothing of theirs comes back.
    if (is('ended')) throw new Offline('It was stopped meanwhile.');
    const isOpen = (page: Page | null) => page !== null && opened.has(page.ticketId);
    const state = pages.filter(isOpen).reduce((before, page) => page?.apply(before) ?? before, fromSnapshot(snapshot));
    left.clear();
    setClockOffset(offset);
    store.reset(state);
    setLoads((n) => n + 1);
  }

  /** What came meanwhile is caught up after it. */
  async function startOver() {
    try {
      await reload();
      await sync();
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) end();
      else if (!is('ended')) socket?.disconnect().connect();
    }
  }

  async function pageOf(ticketId: string, around: number | null): Promise<Page> {
    const apply = around === null ? applyPage : (await middle()).applyPageAround;
    const page = await api.events(ticketId, { around });
    return { ticketId, apply: (state) => apply(state, page) };
  }

  async function loadConversation(ticketId: string, around: number | null) {
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
    if (socket?.connected && store.current()?.me.kind === 'staff') await watch(socket, ticketId);
  }

  async function watch(line: LiveSocket, ticketId: string): Promise<void> {
    const after = store.current()?.open[ticketId]?.position ?? 0;
    const answer = await ask<Watched>((done) =>
      line.timeout(ACK_MS).emit('watch', { ticketId, after }, (error, watched) => {
        // At once: facts may stand right behind it in the same packet, and would overtake it.
        if (!error && watched.ok && !watched.resync && opened.has(ticketId))
          store.change((state) => applyWatched(state, ticketId, watched.events));
        done(error, watched);
      }),
    );
    // Without an answer the line is going down, and the next sync watches it.
    if (!answer) return;
    // Whoever clicks through many at once is told to wait: the one that stays open must not stay deaf.
    if (!answer.ok) return answer.error.code === 'too_many' ? again(() => watch(line, ticketId), ticketId) : undefined;
    if (!opened.has(ticketId)) return void line.emit('unwatch', { ticketId }, () => {});
    if (!answer.resync) return;
    store.change((state) => closeConversation(state, ticketId));
    await loadConversation(ticketId, opened.get(ticketId)?.around ?? null);
  }

  function leave(ticketId: string) {
    const known = store.current()?.open[ticketId];
    if (!known || known.position === 0) return;
    left.delete(ticketId);
    left.set(ticketId, known);
    for (const oldest of [...left.keys()].slice(0, -LEFT_MOST)) left.delete(oldest);
  }

  function tellShown() {
    const asked = shown;
    socket?.emit('show', { viewIds: asked }, ({ ok }) => {
      if (!ok) setTimeout(() => shown === asked && socket?.connected && tellShown(), AGAIN_MS);
    });
  }

  /** Once more in a moment, and so on, while it is open and there is a line. */
  function again(work: () => Promise<unknown>, ticketId: string) {
    setTimeout(() => {
      if (opened.has(ticketId) && socket?.connected) work().catch(() => again(work, ticketId));
    }, AGAIN_MS);
  }

  return {
    connection,
    clockOffset,
    loads,
    here,
    version,
    async start() {
      if (!is('offline')) setConnection('connecting');
      const loading = import('./socket.ts');
      loading.catch(() => {});
      try {
        await reload();
        if (!socket) listen((socket = (await loading).createSocket()));
      } catch (error) {
        if (!is('ended')) setConnection(error instanceof ApiError && error.status === 401 ? 'ended' : 'offline');
        throw error;
      }
      if (!is('ended')) socket.connect();
    },
    stop() {
      setConnection('ended');
      socket?.disconnect();
      opened.clear();
      left.clear();
      store.reset(null);
    },
    open(ticketId, around = null) {
      const known = opened.get(ticketId);
      if (known) {
        known.users += 1;
        return known.loading;
      }
      const loading = loadConversation(ticketId, around);
      opened.set(ticketId, { users: 1, loading, around });
      loading.catch(() => opened.delete(ticketId));
      return loading;
    },
    close(ticketId) {
      const known = opened.get(ticketId);
      if (!known || --known.users > 0) return;
      opened.delete(ticketId);
      leave(ticketId);
      store.change((state) => closeConversation(state, ticketId));
      if (socket?.connected && store.current()?.me.kind === 'staff') socket.emit('unwatch', { ticketId }, () => {});
    },
    ...createPages(store),
    onHanded(listen) {
      ofHanded.add(listen);
      return () => void ofHanded.delete(listen);
    },
    onDraft(listen) {
      ofDrafts.add(listen);
      return () => void ofDrafts.delete(listen);
    },
    show(viewIds) {
      const isNews = viewIds.join() !== shown.join();
      shown = viewIds;
      if (isNews && socket?.connected && is('live')) tellShown();
    },
    typing(ticketId, kind) {
      if (!socket?.connected || Date.now() - lastTyping < TYPING_EVERY_MS) return;
      lastTyping = Date.now();
      socket.emit('typing', { ticketId, kind }, () => {});
    },
  };
}

/** Null where there was no answer in time. */
const ask = <T = object>(send: (done: (error: Error | null, answer: Answer<T>) => void) => unknown) =>
  new Promise<Answer<T> | null>((resolve) => send((error, answer) => resolve(error ? null : answer)));

/** The server's own words for a refused handshake travel in the error's `data`. */
function codeIn(error: Error): string {
  const data: unknown = 'data' in error ? error.data : null;
  return /"code":"([\w.]+)"/u.exec(JSON.stringify(data ?? null))?.[1] ?? '';
}

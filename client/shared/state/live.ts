/** The connection of a browser: the snapshot, then facts, caught up after every break. */
import { type Accessor, batch, createSignal, untrack } from 'solid-js';
import type { Facts, Handed, Synced } from '../../../server/contract.ts';
import type { Draft } from '../../../server/drafts/contract.ts';
import { api } from '../api.ts';
import { ask } from './ask.ts';
import { ApiError, Offline, ownAuthority } from '../request.ts';
import { createOpened } from './opened.ts';
import { createPages } from './pages.ts';
import { createPresence, type Presence } from './presence.ts';
import { createRetry } from './retry.ts';
import type { createWire, LiveSocket, Wire } from './socket.ts';
import type { Store } from './store.ts';
import { applyDraft, applyFacts, applyMention, fromSnapshot } from './timeline.ts';

/**
 * `quiet`: the connection broke less than five seconds ago, which is not shown. `offline`: it is still broken. `ended`:
 * nobody is signed in (any more).
 */
export type Connection = 'connecting' | 'live' | 'quiet' | 'offline' | 'ended';
const QUIET_MS = 5_000;
const TYPING_EVERY_MS = 3_000;
const AGAIN_MS = 3_000;

export interface Live {
  connection: Accessor<Connection>;
  /** Server time minus this browser's, in milliseconds. */
  clockOffset: Accessor<number>;
  here: Presence;
  /** The build that the server serves; null before the first sync. It may be newer than what this page runs. */
  version: Accessor<string | null>;
  /** The number of loaded snapshots: data loaded beside one is void with the next. */
  loads: Accessor<number>;
  /** Loads the snapshot and connects; again after signing in. Rejects with what kept it from starting. */
  start(): Promise<void>;
  stop(): void;
  /**
   * Loads the newest page, or the page around an event, once for all its users, and keeps it live until all of them
   * closed it.
   */
  open(ticketId: string, around?: number | null): Promise<void>;
  close(ticketId: string): void;
  olderPage(ticketId: string): Promise<void>;
  newerPage(ticketId: string): Promise<void>;
  typing(ticketId: string, kind: 'message' | 'note'): void;
  /** A write begins: a connection that brings nothing after it is silent. */
  factsAreDue(): void;
  /** The saved views on this screen: the server sends their counts from now on. */
  show(viewIds: string[]): void;
  /** Calls with tickets that a colleague has just assigned to this person; returns how to stop. */
  onHanded(listen: (handed: Handed[]) => void): () => void;
  /** Calls with each draft that changed in another window of this person; returns how to stop. */
  onDraft(listen: (draft: Draft) => void): () => void;
}

export function createLive(store: Store): Live {
  const [connection, setConnection] = createSignal<Connection>('connecting');
  const is = (state: Connection) => untrack(connection) === state;
  const [clockOffset, setClockOffset] = createSignal(0);
  const [loads, setLoads] = createSignal(0);
  const here = createPresence();
  const [version, setVersion] = createSignal<string | null>(null);
  const ofDrafts = new Set<(draft: Draft) => void>();
  const ofHanded = new Set<(handed: Handed[]) => void>();
  /** Facts that arrived before the catch-up; null after it. */
  let held: Facts[] | null = [];
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let lastTyping = 0;
  let shown: string[] = [];
  /** Changes at every sign-out; work begun earlier is discarded. */
  let turn = 0;
  const startOverAgain = createRetry(() => reconnect());

  let wire: Wire | null = null;
  let socket: LiveSocket | null = null;
  const opened = createOpened(store, () => socket);

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
    socket.on('queue-presence', (who) => here.setOnTickets(who));
    socket.on('team-presence', (who) => here.setTeam(who));
    socket.on('queue', (place) => here.place(place));
    socket.on('visitor', (who) => here.visits(who));
    socket.on('profile', (who) => here.setProfile(who));
    socket.on('closing', ({ reason }) => {
      if (reason === 'ended') end();
    });
    socket.on('connect_error', (error) => {
      const code = codeIn(error);
      if (code === 'signed_out') end();
      else lost();
      ownAuthority().refused?.(code);
      // Socket.IO does not retry a refused handshake.
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
  // The browser notices a lost network before the socket's next ping does.
  addEventListener('offline', () => socket?.io.engine.close());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && reconnect());

  function reconnect() {
    if (!is('ended') && store.current() && !socket?.connected) wire?.connect();
  }

  function reconnectIn(ms: number) {
    setTimeout(reconnect, ms);
  }

  function lost() {
    if (wire?.carries() || (!is('live') && !is('connecting'))) return;
    setConnection('quiet');
    quiet = setTimeout(() => is('quiet') && setConnection('offline'), QUIET_MS);
  }

  function end() {
    turn += 1;
    setConnection('ended');
    wire?.stop();
  }

  async function sync() {
    held = [];
    const state = store.current();
    if (!state) return;
    const { cursor, epoch, listsAt, me } = state;
    const line = socket;
    if (!line) return;
    const watching = opened.watching();
    const answer = await ask<Synced>(line, (to, done) =>
      to.emit('sync', { cursor, epoch, listsAt, watching, userId: me.id }, done),
    );
    if (answer?.ok) {
      setVersion(answer.version);
      if (shown.length > 0) tellShown();
      return;
    }
    if (answer?.error.code === 'signed_out') return end();
    // An open ticket was deleted: a new snapshot settles it.
    if (answer?.error.code === 'not_found') return startOver();
    line.disconnect();
    reconnectIn(2_000);
  }

  function settle(facts: Facts) {
    const waiting = held ?? [];
    held = null;
    apply([facts, ...waiting]);
    clearTimeout(quiet);
    startOverAgain.done();
    setConnection('live');
    opened.renewNow();
  }

  function apply(all: Facts[]) {
    store.change((state) => all.reduce(applyFacts, state));
    const handed = all.flatMap((facts) => facts.handed ?? []);
    if (handed.length > 0) for (const listen of ofHanded) listen(handed);
  }

  /** Loads the snapshot with the open conversations in it, so that nothing disappears from the screen. */
  async function reload() {
    const [asked, begun] = [Date.now(), turn];
    const snapshot = await api.snapshot();
    const offset = snapshot.serverTime - (asked + Date.now()) / 2;
    const withOpened = await opened.fresh();
    // The person has signed out, and another may be here.
    if (begun !== turn) throw new Offline('It was stopped meanwhile.');
    setClockOffset(offset);
    // In one batch, so that data loaded beside a snapshot is requested once.
    batch(() => {
      store.reset(withOpened(fromSnapshot(snapshot), store.current()));
      setLoads((n) => n + 1);
    });
  }

  /** The wire, with the plain requests that it makes while its socket is silent. */
  async function createWireOf(loading: Promise<{ createWire: typeof createWire }>) {
    const module = await loading;
    const made = module.createWire({
      async catchUp() {
        const state = store.current();
        if (!state) throw new Offline('There is nothing to catch up.');
        return api.eventsSince(state, opened.watching());
      },
      async settle(answer) {
        if (answer.resync) await reload();
        settle(answer.resync ? { events: [], rows: [] } : answer.facts);
      },
      end,
      lost,
    });
    listen((socket = made.socket));
    return made;
  }

  /** Events since the snapshot are caught up afterwards. */
  async function startOver() {
    const begun = turn;
    try {
      await reload();
      await sync();
    } catch (error) {
      if (begun !== turn) return;
      if (error instanceof ApiError && error.status === 401) return end();
      socket?.disconnect();
      startOverAgain.later();
    }
  }

  function tellShown() {
    const asked = shown;
    socket?.emit('show', { viewIds: asked }, ({ ok }) => {
      if (!ok) setTimeout(() => shown === asked && socket?.connected && tellShown(), AGAIN_MS);
    });
  }

  return {
    connection,
    clockOffset,
    loads,
    here,
    version,
    async start() {
      const begun = turn;
      // The previous person's data must not be seen.
      if (is('ended')) store.reset(null);
      if (!is('offline')) setConnection('connecting');
      const loading = import('./socket.ts');
      loading.catch(() => {});
      try {
        await reload();
        wire ??= await createWireOf(loading);
      } catch (error) {
        if (begun === turn) setConnection(error instanceof ApiError && error.status === 401 ? 'ended' : 'offline');
        throw error;
      }
      if (begun !== turn) return;
      if (wire.socket.connected) await sync();
      else wire.connect();
    },
    stop() {
      turn += 1;
      setConnection('ended');
      wire?.stop();
      opened.forget();
      store.reset(null);
    },
    open: (ticketId, around) => opened.open(ticketId, around),
    close: (ticketId) => opened.close(ticketId),
    factsAreDue: () => wire?.factsAreDue(),
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

/** The server's own words for a refused handshake travel in the error's `data`. */
function codeIn(error: Error): string {
  const data: unknown = 'data' in error ? error.data : null;
  return /"code":"([\w.]+)"/u.exec(JSON.stringify(data ?? null))?.[1] ?? '';
}

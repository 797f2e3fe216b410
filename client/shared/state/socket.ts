/**
 * How facts reach this browser: over a WebSocket; over Socket.IO's long polling where a WebSocket is refused or says
 * nothing; by plain requests while neither brings anything. Loaded on demand: a third of an app's weight is not needed
 * for its first paint.
 */
import { io, Manager, type Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '../../../server/contract.ts';
import type { CatchUp } from '../../../server/live/contract.ts';
import { ApiError, ownAuthority } from '../request.ts';
import { createBackOff, spread } from './retry.ts';
import { createSilence } from './socket-silence.ts';

export type LiveSocket = Socket<ServerToClient, ClientToServer>;

/** A connection from which nothing came for this long is asked about by a plain request. */
const SILENT_MS = 4_000;
/** Between two plain requests for the missed facts. */
const ASK_EVERY_MS = 5_000;
const ASK_HIDDEN_EVERY_MS = 20_000;
/** Before long polling that brought nothing is tried again. */
const POLL_AGAIN_MS = 15_000;

const ALL = ['websocket' as const, 'polling' as const];
const POLLING = ['polling' as const];

export interface Wire {
  socket: LiveSocket;
  connect(): void;
  /** Nothing is sent or asked any more, until `connect`. */
  stop(): void;
  /** A write begins, so something has to arrive soon. */
  factsAreDue(): void;
  /** Whether plain requests bring the facts, because no socket does. */
  carries(): boolean;
}

interface Options {
  /** Reads the facts since the last ones that were applied. */
  catchUp: () => Promise<CatchUp>;
  /** Applies what `catchUp` answered. */
  settle: (answer: CatchUp) => Promise<void>;
  /** The session has ended. */
  end: () => void;
  /** A plain request failed too: the server cannot be reached. */
  lost: () => void;
}

export function createWire({ catchUp, settle, end, lost }: Options): Wire {
  const silence = createSilence();
  const socket: LiveSocket = io({
    autoConnect: false,
    // Read at each connect, because the token may have changed.
    auth: (show) => {
      const token = ownAuthority().token?.();
      show(token ? { token } : {});
    },
    transports: silence.isKnown() ? POLLING : ALL,
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 10_000,
    randomizationFactor: 0.5,
  });
  const manager = socket.io;
  const backOff = createBackOff();
  let isWanted = false;
  /** Whether this connection has caught up. */
  let isSettled = false;
  let carries = false;
  /** When the present attempt to connect began, and when this connection last brought anything. */
  let [triedAt, heardAt] = [0, 0];
  /** When a write began after which nothing has arrived yet. */
  let dueSince = 0;
  /** Changes with every `stop`: what was asked before it is discarded. */
  let turn = 0;
  let isAsking = false;
  let asking: ReturnType<typeof setTimeout> | undefined;
  let connecting: ReturnType<typeof setTimeout> | undefined;
  let probing: ReturnType<typeof setTimeout> | undefined;

  const heard = () => void (heardAt = Date.now());
  const isPolling = () => manager.engine.transport.name === 'polling';

  manager.on('reconnect_attempt', () => (triedAt = Date.now()));
  manager.on('error', () => (triedAt = 0));
  manager.on('open', () => {
    heard();
    manager.engine.on('packet', heard);
  });
  socket.on('caught-up', () => {
    isSettled = true;
    carries = false;
    clearTimeout(asking);
    backOff.reset();
    if (isPolling()) return tryWebSocketLater();
    clearTimeout(probing);
    silence.forget();
  });
  socket.on('disconnect', () => {
    isSettled = false;
    triedAt = 0;
    if (isWanted) askIn(spread(SILENT_MS));
  });

  function connect() {
    isWanted = true;
    clearTimeout(connecting);
    triedAt = Date.now();
    askIn(SILENT_MS + Math.random() * 800);
    if (silence.isKnown()) tryWebSocketLater();
    // A socket waiting for its next try cannot be hurried, so it starts over.
    socket.disconnect().connect();
  }

  function askIn(ms: number) {
    clearTimeout(asking);
    asking = setTimeout(() => void ask(), ms);
  }

  /** Asks by a plain request for what the socket did not bring, and finds out by that whether the socket is silent. */
  async function ask() {
    if (!isWanted || (isSettled && heardAt >= dueSince)) return;
    if (isAsking) return askIn(ASK_EVERY_MS);
    const begun = turn;
    isAsking = true;
    let wait = document.visibilityState === 'visible' ? ASK_EVERY_MS : ASK_HIDDEN_EVERY_MS;
    try {
      const answer = await catchUp();
      if (begun !== turn) return;
      backOff.reset();
      if (!isSettled) await settleWithout(answer);
      else if (heardAt < dueSince && bringsAnything(answer)) await replace(answer);
    } catch (error) {
      if (begun !== turn) return;
      if (error instanceof ApiError && error.status === 401) return end();
      carries = false;
      lost();
      wait = Math.max(backOff.nextMs(), (error instanceof ApiError && error.retryAfterMs) || 0);
    } finally {
      isAsking = false;
    }
    if (!isSettled) askIn(spread(wait));
  }

  async function settleWithout(answer: CatchUp) {
    const since = Math.max(triedAt, heardAt);
    // The server answers in order of arrival: a request that came later is answered, so the socket is not waiting its turn.
    if (triedAt > 0 && Date.now() - since >= SILENT_MS) return replace(answer);
    // It is about to catch up by itself.
    if (socket.connected) return;
    carries = true;
    await settle(answer);
  }

  /** Gives up a silent connection for the next way. */
  async function replace(answer: CatchUp) {
    const wasPolling = isPolling();
    carries = true;
    socket.disconnect();
    [isSettled, triedAt, dueSince] = [false, 0, 0];
    if (!wasPolling) {
      silence.note();
      manager.opts.transports = POLLING;
    }
    await settle(answer);
    if (!isWanted) return;
    if (wasPolling) connecting = setTimeout(() => isWanted && connect(), spread(POLL_AGAIN_MS));
    else connect();
  }

  /** Opens a WebSocket beside the polling one: nobody waits for it. */
  function tryWebSocketLater() {
    clearTimeout(probing);
    probing = setTimeout(() => {
      if (!isWanted) return;
      const alone = new Manager({
        autoConnect: false,
        reconnection: false,
        transports: ['websocket'],
        timeout: SILENT_MS,
      });
      alone.open((error) => {
        alone.engine.close();
        if (error) {
          silence.note();
          tryWebSocketLater();
        } else {
          manager.opts.transports = ALL;
          if (isWanted) connect();
        }
      });
    }, silence.waitMs());
  }

  return {
    socket,
    connect,
    stop() {
      turn += 1;
      [isWanted, carries] = [false, false];
      for (const timer of [asking, connecting, probing]) clearTimeout(timer);
      socket.disconnect();
    },
    factsAreDue() {
      // One check at a time: a person who sends every second must not put the check off for ever.
      if (!isSettled || heardAt < dueSince) return;
      dueSince = Date.now();
      askIn(spread(SILENT_MS));
    },
    carries: () => carries,
  };
}

const bringsAnything = (answer: CatchUp) =>
  answer.resync || answer.facts.events.length > 0 || answer.facts.rows.length > 0;

import { io, type Socket } from 'socket.io-client';
import { applyDraft, applyFacts, applyMention, fromSnapshot, type State } from '../../client/shared/state/timeline.ts';
import type { ClientToServer, Event, EventType, Facts, ServerToClient, Watched } from '../../server/contract.ts';
import type { Snapshot } from '../../server/live/contract.ts';
import type { Person } from './person.ts';
import { WAIT_MS } from './within.ts';

/** One live connection: everything that it received, and its state by the clients' own reducer. */
export interface Listener {
  socket: Socket<ServerToClient, ClientToServer>;
  state: State;
  /** Every event, live and caught up, in order of arrival. */
  events: Event[];
  frames: Facts[];
  /** Every byte that the socket received. */
  bytes(): string;
  /** Resolves when the condition holds, checked after every message; fails after a limit. */
  until(holds: () => boolean, what?: string): Promise<void>;
  heard(type: EventType, ticketId: string): Promise<void>;
  watch(ticketId: string, after?: number): Promise<Watched>;
  close(): void;
}

export async function listen(person: Person, watching: string[] = []): Promise<Listener> {
  const { body: snapshot } = await person.get<Snapshot>('/api/snapshot');
  const socket: Socket<ServerToClient, ClientToServer> = io(person.url, {
    transports: ['websocket'],
    extraHeaders: { cookie: person.cookie, origin: person.url },
    ...('token' in person && { auth: { token: person.token } }),
    reconnection: false,
    forceNew: true,
    autoConnect: false,
  });
  const raw: string[] = [];
  const waiting = new Set<() => void>();
  const wake = () => waiting.forEach((look) => look());
  const listener: Listener = {
    socket,
    state: fromSnapshot(snapshot),
    events: [],
    frames: [],
    bytes: () => raw.join('\n'),
    until: (holds, what = 'it') =>
      new Promise((resolve, reject) => {
        const limit = setTimeout(() => {
          waiting.delete(look);
          reject(
            new Error(
              `${person.name} waited ${WAIT_MS} ms for ${what}. Heard: ${JSON.stringify(listener.events.map((event) => event.type))}`,
            ),
          );
        }, WAIT_MS);
        const look = () => {
          if (!holds()) return;
          clearTimeout(limit);
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    heard: (type, ticketId) =>
      listener.until(() => listener.events.some((event) => event.type === type && event.ticketId === ticketId), type),
    async watch(ticketId, after = 0) {
      const answer = await socket.timeout(WAIT_MS).emitWithAck('watch', { ticketId, after });
      if (!answer.ok) throw new Error(answer.error.message);
      return answer;
    },
    close: () => void socket.disconnect(),
  };
  const apply = (facts: Facts) => {
    listener.frames.push(facts);
    listener.events.push(...facts.events);
    listener.state = applyFacts(listener.state, facts);
    wake();
  };
  socket.on('facts', apply);
  socket.on('caught-up', apply);
  socket.on('draft', (draft) => {
    listener.state = applyDraft(listener.state, draft);
    wake();
  });
  socket.on('mention', (news) => {
    listener.state = applyMention(listener.state, news);
    wake();
  });
  socket.on('closing', wake);
  socket.on('disconnect', wake);
  // The listeners of an event are called behind this one.
  socket.onAny(() => queueMicrotask(wake));

  const caughtUp = new Promise<void>((resolve, reject) => {
    socket.once('caught-up', () => resolve());
    socket.once('resync', ({ reason }) => reject(new Error(`resync: ${reason}`)));
    socket.once('connect_error', reject);
  });
  socket.connect();
  socket.io.engine.on('packet', (packet: { data?: unknown }) => raw.push(String(packet.data)));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const ack = await socket.timeout(WAIT_MS).emitWithAck('sync', {
    cursor: snapshot.cursor,
    epoch: snapshot.epoch,
    listsAt: snapshot.listsAt,
    watching: watching.map((ticketId) => ({ ticketId, after: 0 })),
  });
  if (!ack.ok) throw new Error(ack.error.message);
  await caughtUp;
  return listener;
}

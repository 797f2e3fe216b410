import { io, type Socket } from 'socket.io-client';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  applyFacts,
  applyPage,
  type EventPage,
  fromSnapshot,
  openConversation,
  type State,
} from '../../client/shared/state/timeline.ts';
import type { ClientToServer, Facts, ServerToClient } from '../../server/contract.ts';
import type { Snapshot } from '../../server/live/contract.ts';
import { within } from '../support/within.ts';

interface Options {
  /** Where to, and what the server calls itself there. */
  url: string;
  origin: string;
  cookie: string;
  isStaff: boolean;
  ticketIds: string[];
}

/** Somebody who keeps these tickets open, through whatever happens: resumes from its cursor, by the clients' own reducer. */
export class Reader {
  private readonly options: Options;
  private state: State | null = null;
  private running = true;
  private socket: Socket<ServerToClient, ClientToServer> | null = null;
  readonly ended: Promise<void>;

  constructor(options: Options) {
    this.options = options;
    this.ended = this.live();
  }

  get isStaff() {
    return this.options.isStaff;
  }
  get ticketIds() {
    return this.options.ticketIds;
  }

  /** The ids of the messages that it shows, in their order. */
  shows(ticketId: string): string[] {
    const entries = this.state?.open[ticketId]?.entries ?? [];
    return entries.flatMap((entry) => (entry.kind === 'message' ? [entry.id] : []));
  }

  async stop() {
    this.running = false;
    this.socket?.disconnect();
    await this.ended;
  }

  private async live() {
    while (this.running) {
      try {
        this.state ??= await this.load();
        if (this.running) await this.connected(this.state);
      } catch {
        await sleep(30);
      }
    }
  }

  private async load(): Promise<State> {
    let state = fromSnapshot(await this.get<Snapshot>('/api/snapshot'));
    for (const id of this.options.ticketIds) {
      state = openConversation(state, id);
      for (let before = ''; ;) {
        const page = await this.get<EventPage>(`/api/tickets/${id}/events?limit=100${before}`);
        state = applyPage(state, page);
        if (page.next === null) break;
        before = `&before=${page.next}`;
      }
    }
    return state;
  }

  /** Resolves when the line breaks. */
  private async connected(from: State) {
    const { url, origin, cookie, isStaff, ticketIds } = this.options;
    const socket: Socket<ServerToClient, ClientToServer> = io(url, {
      transports: ['websocket'],
      extraHeaders: { cookie, origin },
      reconnection: false,
      forceNew: true,
    });
    this.socket = socket;
    let held: Facts[] | null = [];
    const apply = (facts: Facts) => (this.state = this.state && applyFacts(this.state, facts));
    socket.on('facts', (facts) => {
      if (held) held.push(facts);
      else apply(facts);
    });
    socket.on('caught-up', (facts) => {
      apply(facts);
      held?.forEach(apply);
      held = null;
    });
    socket.on('resync', () => {
      this.state = null;
      socket.disconnect();
    });
    let limit: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      // A half-open line says nothing. The clients notice by pings that do not come; this one is less patient.
      limit = setInterval(() => (held !== null || !this.running) && resolve(), within(2_000));
      socket.once('disconnect', () => resolve());
      socket.once('connect_error', () => resolve());
      socket.once('connect', () => {
        const watching = isStaff
          ? ticketIds.map((ticketId) => ({ ticketId, after: from.open[ticketId]?.position ?? 0 }))
          : [];
        socket.emit('sync', { cursor: from.cursor, epoch: from.epoch, watching }, () => {});
      });
    });
    clearInterval(limit);
    socket.disconnect();
    // As long as a browser waits: whoever asks a hundred times a minute what was missed is told to wait.
    if (this.running) await sleep(250 + Math.random() * 500);
  }

  private async get<T>(path: string): Promise<T> {
    const { url, origin, cookie } = this.options;
    const response = await fetch(url + path, {
      headers: { cookie, origin },
      signal: AbortSignal.timeout(within(3_000)),
    });
    if (!response.ok) throw new Error(`${path} was answered ${response.status}.`);
    return (await response.json()) as T;
  }
}

/**
 * Tells waiting customers their place. Reads the first of the waiting line at most once a second, however many messages come
 * and customers wait: a message costs one comparison, and a changed place a few bytes.
 */
import type { Connections } from '../../db/database.ts';
import type { Feed } from '../feed.ts';
import { rooms } from '../live/audience.ts';
import { type Place, PLACE_MOST } from './contract.ts';
import { firstInLine, isInLine } from './queries.ts';
import type { UsualWait } from '../reply-times/queries.ts';
import type { Io } from '../live/io.ts';
import type { TicketView } from '../tickets/queries.ts';

const INTERVAL_MS = 1_000;

export interface Line {
  placeOf(ticket: TicketView): Promise<Place>;
  stop(): void;
}

interface Options {
  io: Io;
  feed: Feed;
  db: Connections;
  usualWait: () => Promise<UsualWait>;
  onError: (error: unknown) => void;
}

export function createWaitingLine({ io, feed, db, usualWait, onError }: Options): Line {
  /** Ticket id → place, for the tickets near the front. */
  let places = new Map<string, number>();
  let reading: Promise<void> | null = null;
  let isOld = true;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function read() {
    isOld = false;
    const first = await firstInLine(db.reader, PLACE_MOST + 1);
    const { medianMs, gapMs } = await usualWait();
    const before = places;
    places = new Map(first.map(({ id }, i) => [id, i]));
    first.forEach(({ id, customerId }, place) => {
      const room = rooms.user(customerId);
      if (before.get(id) === place || !io.sockets.adapter.rooms.has(room)) return;
      io.to(room).emit('queue', { ticketId: id, place, waitMs: expected(place, { medianMs, gapMs }) });
    });
  }

  /** Concurrent callers share one read. */
  const refresh = () => (reading ??= read().finally(() => (reading = null)));

  feed.subscribe('line', (news) => {
    if (!news.some(({ kind }) => kind === 'ticket')) return;
    isOld = true;
    if (stopped) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      refresh().catch(onError);
    }, INTERVAL_MS);
  });

  return {
    async placeOf(ticket) {
      if (!isInLine(ticket)) return { ticketId: ticket.id, place: null, waitMs: null };
      if (isOld) await refresh();
      const place = places.get(ticket.id) ?? PLACE_MOST + 1;
      return { ticketId: ticket.id, place, waitMs: expected(place, await usualWait()) };
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/**
 * The usual wait, or longer if the place and the pace of this hour say so. Null if others are ahead and too few answers were
 * given to measure a pace.
 */
function expected(place: number, { medianMs, gapMs }: UsualWait): number | null {
  if (medianMs === null || (place > 0 && gapMs === null)) return null;
  return Math.round(Math.max(medianMs, place * (gapMs ?? 0)));
}

/**
 * Tells waiting customers their place. Reads the first of the waiting line at most once a second, however many messages come
 * and customers wait: a message costs one comparison, and a changed place a few bytes.
 */
import type { Connections } from '../../db/database.ts';
import type { Feed } from '../feed.ts';
import { rooms } from '../live/audience.ts';
import { type Place, PLACE_MOST } from './contract.ts';
import { firstInLines, isInLine, type Lines } from './queries.ts';
import type { ReplyTimes } from '../reply-times/contract.ts';
import type { UsualWait, UsualWaits } from '../reply-times/queries.ts';
import type { Io } from '../live/io.ts';
import type { TicketView } from '../tickets/queries.ts';

const INTERVAL_MS = 1_000;

export interface Line {
  placeOf(ticket: TicketView): Promise<Place>;
  /** The wait of a question that is asked now. */
  waitOfNew(): Promise<ReplyTimes>;
  stop(): void;
}

interface Options {
  io: Io;
  feed: Feed;
  db: Connections;
  usualWaits: () => Promise<UsualWaits>;
  clock: () => number;
  onError: (error: unknown) => void;
}

export function createWaitingLine({ io, feed, db, usualWaits, clock, onError }: Options): Line {
  let lines: Lines = { all: 0, placed: [], placeOf: () => 0 };
  /** Ticket id → place that its customer was told. */
  let told = new Map<string, number>();
  let reading: Promise<void> | null = null;
  let isOld = true;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function read() {
    isOld = false;
    lines = await firstInLines(db.reader, PLACE_MOST + 1);
    const usualOf = await usualWaits();
    const before = told;
    told = new Map(lines.placed.map(({ id, place }) => [id, place]));
    for (const { id, customerId, waitingSince, teamId, place } of lines.placed) {
      const room = rooms.user(customerId);
      if (before.get(id) === place || !io.sockets.adapter.rooms.has(room)) continue;
      const waitMs = expected(place, clock() - waitingSince, usualOf(teamId));
      io.to(room).emit('queue', { ticketId: id, place, waitMs });
    }
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
      const place = lines.placeOf(ticket);
      const waitMs = expected(place, clock() - ticket.waitingSince, (await usualWaits())(ticket.teamId));
      return { ticketId: ticket.id, place, waitMs };
    },
    async waitOfNew() {
      if (isOld) await refresh();
      // Which team it will wait for is not known, so it stands behind all.
      const usual = (await usualWaits())(null);
      const waitMs = expected(lines.all, 0, usual);
      return { waitMs, isUsual: waitMs !== null && waitMs === usual.medianMs };
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/**
 * The whole wait, of which `waitedMs` are over: the usual one, or longer if those ahead take longer at the pace of this
 * hour. Null if others are ahead and too few answers were given to measure a pace, or if it is unknown how many are ahead.
 */
function expected(place: number, waitedMs: number, { medianMs, gapMs }: UsualWait): number | null {
  if (medianMs === null || place > PLACE_MOST || (place > 0 && gapMs === null)) return null;
  return Math.round(place === 0 ? medianMs : Math.max(medianMs, waitedMs + place * (gapMs ?? 0)));
}

/** The push path: sends the news of committed commands to the rooms that `audienceOf` names. */
import { isDeepStrictEqual } from 'node:util';
import { type Audience, audienceOf, rooms } from './audience.ts';
import type { DeskCounts, Event, Facts } from '../contract.ts';
import { isOfNote } from '../events/readers.ts';
import type { Feed, News, SessionNews, TicketNews } from '../feed.ts';
import type { Io } from './io.ts';
import type { TicketRow } from '../tickets/contract.ts';

/** All staff receive a ticket's row at most this often; the newest row wins. */
const ROW_INTERVAL_MS = 100;
/** All staff receive a frame of rows at most this often: each frame costs one write per socket, whatever its size. */
const STAFF_INTERVAL_MS = 50;

export interface Hub {
  /** Sends facts about no ticket to one staff socket. */
  tellOne(socketId: string, facts: Pick<Facts, 'counts'>): void;
  /** Closes the sockets of expired sessions; no command tells of these. */
  end(sessionIds: string[]): void;
  /** Sends nothing more, asks every client to reconnect, and closes all sockets. */
  stop(): void;
  readonly stopping: boolean;
}

interface Options {
  io: Io;
  feed: Feed;
  /** The newest event id at start. */
  head: number;
  counts: () => Promise<DeskCounts>;
}

interface Buffer {
  events: Event[];
  rows: Map<string, TicketRow>;
  /** As in `Audience`. */
  notesRoom: string | null;
}

interface HeldRow {
  /** The oldest version that was not sent to staff. */
  since: number;
  row: TicketRow;
}

/** News of one turn of the event loop goes out as one frame per room. */
export function createHub({ io, feed, head: first, counts }: Options): Hub {
  const buffers = new Map<string, Buffer>();
  const held = new Map<string, HeldRow>();
  const cooling = new Map<string, NodeJS.Timeout>();
  let head = first;
  let staffCursor = first;
  let staffAt = -STAFF_INTERVAL_MS;
  let staffTeams: DeskCounts['teams'] | undefined;
  let staffTimer: NodeJS.Timeout | undefined;
  let flushing = false;
  let stopping = false;

  function buffer(room: string) {
    const known = buffers.get(room) ?? { events: [], rows: new Map<string, TicketRow>(), notesRoom: null };
    buffers.set(room, known);
    if (!flushing) {
      flushing = true;
      setImmediate(() => void flush());
    }
    return known;
  }

  feed.subscribe('sessions', (news) => {
    for (const one of news) if (one.kind === 'sessions') end(one.ended, one.reason);
  });
  feed.subscribe('hub', (news) => news.forEach(tell));

  function tell(news: News) {
    if (news.kind === 'ticket') tellTicket(news);
    else if (news.kind === 'start-over') startOver(whereOf(news));
    else if (news.kind === 'draft') io.to(rooms.user(news.userId)).emit('draft', news.draft);
    else if (news.kind === 'mention') io.to(rooms.user(news.userId)).emit('mention', news.mention);
  }

  const whereOf = ({ of, showing }: { of?: string[]; showing?: string }) => [
    ...(of?.map(rooms.user) ?? [rooms.everyone]),
    ...(showing ? [rooms.ticket(showing)] : []),
  ];
  function startOver(of: string[]) {
    // Emitting to no room would reach every socket.
    if (of.length > 0) io.to(of).emit('resync', { reason: 'epoch' });
  }

  function end(sessionIds: string[], reason: SessionNews['reason']) {
    for (const id of sessionIds) {
      io.to(rooms.session(id)).emit('closing', { reason });
      io.in(rooms.session(id)).disconnectSockets(true);
    }
  }

  function tellTicket(news: TicketNews) {
    const { open, queue, customer, holder } = audienceOf(news);
    tellOpen(open);
    if (queue.events.length > 0) buffer(queue.room).events.push(...queue.events);
    if (customer.events.length > 0) {
      const own = buffer(customer.room);
      own.events.push(...customer.events);
      if (customer.row) own.rows.set(customer.row.id, customer.row);
    }
    if (queue.row) offer(queue.row);
    if (holder) {
      const rows = queue.row ? [queue.row] : [];
      io.to(holder.room).emit('facts', { ...nothingElse, rows, handed: [holder.handed] });
    }
    head = Math.max(head, news.events.at(-1)?.id ?? 0);
    if (news.events.some((event) => event.type === 'ticket.deleted')) forget(news.ticketId);
  }

  function tellOpen({ room, events, notesRoom }: Audience['open']) {
    const own = buffer(room);
    own.events.push(...events);
    own.notesRoom ??= notesRoom;
  }

  /** Facts about no ticket leave the cursor unchanged. */
  const nothingElse = { events: [], rows: [] };

  /** Sends the row at once if the ticket was quiet, otherwise holds it until ROW_INTERVAL_MS is over. */
  function offer(row: TicketRow) {
    if (cooling.has(row.id)) {
      held.set(row.id, { since: held.get(row.id)?.since ?? row.version, row });
      return;
    }
    buffer(rooms.staff).rows.set(row.id, row);
    cool(row.id);
  }

  function cool(ticketId: string) {
    const timer = setTimeout(() => {
      cooling.delete(ticketId);
      const waiting = held.get(ticketId);
      held.delete(ticketId);
      if (waiting) offer(waiting.row);
    }, ROW_INTERVAL_MS);
    cooling.set(ticketId, timer);
  }

  function forget(ticketId: string) {
    held.delete(ticketId);
    buffers.get(rooms.staff)?.rows.delete(ticketId);
  }

  /** The cursor for staff: never past a row that was not sent to them. */
  function resumable() {
    let cursor = head;
    for (const { since } of held.values()) cursor = Math.min(cursor, since - 1);
    return cursor;
  }

  async function flush() {
    // Clients catch up when they reconnect.
    if (stopping) return;
    const wait = buffers.has(rooms.staff) ? staffAt + STAFF_INTERVAL_MS - performance.now() : null;
    const now = wait !== null && wait <= 0 ? await counts() : null;
    const leaving = [...buffers].filter(([room]) => room !== rooms.staff);
    const forStaff = buffers.get(rooms.staff);
    buffers.clear();
    flushing = false;
    for (const [room, { events, rows, notesRoom }] of leaving) {
      // Staff get events first and rows later: after a disconnect between the two, the old cursor brings the rows.
      // A customer's cursor is the last event that they heard, so that it does not reveal how busy the desk is.
      const cursor = room.startsWith('ticket:') ? staffCursor : (events.at(-1)?.id ?? head);
      send(room, { events, rows: [...rows.values()], cursor }, notesRoom);
    }
    if (!forStaff) return;
    if (!now) {
      buffers.set(rooms.staff, forStaff);
      staffTimer ??= setTimeout(flushStaff, wait ?? 0);
      return;
    }
    staffAt = performance.now();
    staffCursor = resumable();
    const { events, rows } = forStaff;
    const { teams, ...counted } = now;
    const isSame = isDeepStrictEqual(teams, staffTeams);
    staffTeams = teams;
    send(rooms.staff, {
      ...{ events, rows: [...rows.values()], cursor: staffCursor },
      counts: isSame ? counted : now,
    });
  }

  function flushStaff() {
    staffTimer = undefined;
    if (flushing) return;
    flushing = true;
    void flush();
  }

  function send(room: string, facts: Facts, notesRoom: string | null = null) {
    // Emitting to no room would reach every socket.
    if (room === '') throw new Error('Facts need a room.');
    if (notesRoom) sendNotes(room, facts, notesRoom);
    else io.to(room).emit('facts', facts);
    for (const event of facts.events)
      if (event.type === 'ticket.deleted') io.socketsLeave([rooms.ticket(event.ticketId), rooms.notes(event.ticketId)]);
  }

  /** One frame for each of the two kinds of readers, so that each hears the events of a ticket in order. */
  function sendNotes(room: string, facts: Facts, notesRoom: string) {
    io.to(notesRoom).emit('facts', facts);
    const events = facts.events.filter((event) => !isOfNote(event));
    if (events.length > 0)
      io.to(room)
        .except(notesRoom)
        .emit('facts', { ...facts, events });
  }

  return {
    tellOne: (socketId, facts) => void io.to(socketId).emit('facts', { ...nothingElse, ...facts }),
    end: (sessionIds) => end(sessionIds, 'ended'),
    stop() {
      stopping = true;
      clearTimeout(staffTimer);
      for (const timer of cooling.values()) clearTimeout(timer);
      io.emit('closing', { reason: 'restart' });
      io.disconnectSockets(true);
    },
    get stopping() {
      return stopping;
    },
  };
}

/**
 * Tracks the pages and presence of visitors: sends them to staff with a ticket of theirs open, and stores them every few
 * seconds. A page view is no event, because nobody would read a history of page views.
 */
import { eq } from 'drizzle-orm';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connections } from '../../db/database.ts';
import { visitors } from '../../db/schema/widget.ts';
import { rooms } from '../live/audience.ts';
import type { Commit } from '../commit.ts';
import type { Feed } from '../feed.ts';
import type { Io } from '../live/io.ts';
import { customersOf } from '../tickets/queries.ts';
import type { Visit, Visitor } from './contract.ts';
import { findVisitor, isOut, type StoredVisitor, withFields } from './queries.ts';

/** Changes within this time are sent once. */
const TELL_AFTER_MS = 200;
const STORE_EVERY_MS = 5_000;
/** A visitor who loads the next page disconnects briefly; this is not leaving. */
export const LEFT_AFTER_MS = 5_000;
const AT_ONCE = 100;

export interface Visits {
  /** Reports a page view with the page's data. */
  visit(userId: string, visit: Visit): void;
  viewOf(visitor: StoredVisitor): Visitor;
  stop(): void;
}

interface Deps {
  io: Io;
  feed: Feed;
  db: Connections;
  commit: Commit;
  clock: () => number;
  onError: (error: unknown) => void;
}

export function createVisits({ io, feed, db, commit, clock, onError }: Deps): Visits {
  const unstored = new Map<string, Visit & { seenAt: number }>();
  const untold = new Set<string>();
  /** Whose stored data changed, and not only where they are. */
  const renewed = new Set<string>();
  const leaving = new Map<string, NodeJS.Timeout>();
  const timers = { tell: null as NodeJS.Timeout | null, store: null as NodeJS.Timeout | null };
  let stopped = false;

  feed.subscribe('visits', (news) => {
    for (const one of news) {
      if (one.kind !== 'visitor') continue;
      renewed.add(one.userId);
      changed(one.userId);
    }
  });
  const { adapter } = io.sockets;
  adapter.on('create-room', (room: string) => ofUser(room, came));
  adapter.on('delete-room', (room: string) => ofUser(room, left));
  function ofUser(room: string, then: (userId: string) => void) {
    if (!stopped && room.startsWith('user:')) then(room.slice('user:'.length));
  }

  function came(userId: string) {
    const returned = leaving.get(userId);
    clearTimeout(returned);
    leaving.delete(userId);
    if (!returned) changed(userId);
  }

  function left(userId: string) {
    const timer = setTimeout(() => {
      leaving.delete(userId);
      see(userId, {});
    }, LEFT_AFTER_MS);
    leaving.set(userId, timer.unref());
  }

  function see(userId: string, visit: Visit) {
    const known = unstored.get(userId);
    const fields = visit.fields && { fields: withFields(known?.fields ?? {}, visit.fields) };
    unstored.set(userId, { ...known, ...visit, ...fields, seenAt: clock() });
    timers.store ??= later(STORE_EVERY_MS, async () => {
      timers.store = null;
      await store();
    });
    changed(userId);
  }

  function changed(userId: string) {
    untold.add(userId);
    timers.tell ??= later(TELL_AFTER_MS, async () => {
      timers.tell = null;
      await tell();
    });
  }

  const later = (ms: number, work: () => Promise<void>) => setTimeout(() => void work().catch(onError), ms).unref();

  async function store() {
    const all = [...unstored];
    while (all.length > 0) {
      const some = all.splice(0, AT_ONCE);
      await commit(async ({ tx }) => {
        for (const [userId, { fields, ...seen }] of some) {
          const known = fields && (await findVisitor(tx, userId));
          const set = { ...seen, ...(known && { fields: withFields(known.fields, fields) }) };
          await tx.update(visitors).set(set).where(eq(visitors.userId, userId));
        }
      });
      // Newer data that arrived meanwhile is stored in the next run.
      for (const [userId, seen] of some) if (unstored.get(userId) === seen) unstored.delete(userId);
    }
  }

  /** Iterates the open tickets of staff, which are few, and not the changed visitors, which may be many. */
  async function tell() {
    const [news, stored] = [new Set(untold), new Set(renewed)];
    untold.clear();
    renewed.clear();
    const open = [...adapter.rooms.keys()].flatMap((room) =>
      room.startsWith('ticket:') ? room.slice('ticket:'.length) : [],
    );
    while (open.length > 0) {
      for (const { ticketId, customerId } of await customersOf(db.reader, open.splice(0, AT_ONCE))) {
        const visitor = news.has(customerId) ? await findVisitor(db.reader, customerId) : null;
        if (visitor) io.to(rooms.ticket(ticketId)).emit('visitor', viewOf(visitor));
        else if (stored.has(customerId)) io.to(rooms.ticket(ticketId)).emit('profile', { userId: customerId });
      }
      await nextTurn();
    }
  }

  function viewOf(visitor: StoredVisitor): Visitor {
    const { active: _active, siteId, siteName, blockedAt: _blockedAt, ...known } = visitor;
    const blocked = isOut(visitor);
    const { userId } = known;
    const now = unstored.get(userId);
    const isHere = adapter.rooms.has(rooms.user(userId)) || leaving.has(userId);
    return {
      ...known,
      ...now,
      fields: withFields(known.fields, now?.fields),
      site: siteId === null ? null : { id: siteId, name: siteName ?? '' },
      here: isHere && !blocked,
      blocked,
    };
  }

  return {
    visit: see,
    viewOf,
    stop() {
      stopped = true;
      for (const timer of [timers.tell, timers.store, ...leaving.values()]) if (timer) clearTimeout(timer);
    },
  };
}

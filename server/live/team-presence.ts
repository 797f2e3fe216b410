/**
 * Which of the team are connected, and how many active tickets each has. All staff receive at most one message a second, with
 * only the colleagues who changed, so that a thousand desks that reconnect at once cost no more than one.
 */
import { inArray } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { users } from '../../db/schema/people.ts';
import type { Commit } from '../commit.ts';
import type { ColleaguePresence, EventType } from '../contract.ts';
import type { Feed } from '../feed.ts';
import { colleagueList } from '../people/queries.ts';
import { rooms } from './audience.ts';
import type { Io } from './io.ts';

const SEND_INTERVAL_MS = 1_000;
/** The events that change how many active tickets somebody has. */
const CHANGES_LOAD = new Set<EventType>([
  'ticket.assigned',
  'ticket.status_changed',
  'ticket.deleted',
  'ticket.opened',
]);

interface Options {
  io: Io;
  feed: Feed;
  reader: Db;
  commit: Commit;
  onError: (error: unknown) => void;
}

export type TeamPresence = ReturnType<typeof createTeamPresence>;

export function createTeamPresence({ io, feed, reader, commit, onError }: Options) {
  const sent = new Map<string, ColleaguePresence>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  feed.subscribe('team', (news) => {
    for (const one of news) {
      if (one.kind === 'list' && one.list === 'colleagues') changed();
      if (one.kind === 'ticket') for (const { type } of one.events) if (CHANGES_LOAD.has(type)) changed();
    }
  });

  function changed() {
    if (!stopped) timer ??= setTimeout(() => void send().catch(onError), SEND_INTERVAL_MS);
  }

  async function send() {
    timer = undefined;
    const people = (await colleagueList(reader)).map(({ id, activeTickets }) => ({
      ...{ id, activeTickets },
      here: io.sockets.adapter.rooms.has(rooms.user(id)),
    }));
    const news = people.filter(({ id, here, activeTickets }) => {
      const before = sent.get(id);
      return !before || before.here !== here || before.activeTickets !== activeTickets;
    });
    const left = news.filter(({ id, here }) => !here && sent.get(id)?.here).map(({ id }) => id);
    for (const one of news) sent.set(one.id, one);
    if (news.length > 0) io.to(rooms.staff).emit('team-presence', { all: false, people: news });
    await storeLastSeen(left);
  }

  async function storeLastSeen(ids: string[]) {
    if (ids.length === 0) return;
    await commit(({ tx, now }) => tx.update(users).set({ lastSeenAt: now }).where(inArray(users.id, ids)));
  }

  return {
    /** A member of the staff connected or left. */
    changed,
    /** Everybody, for a desk that has just connected. */
    now: () => [...sent.values()],
    /** For those who are connected; a kill of the server must not leave them with the time of their last visit. */
    storeLastSeen: () => storeLastSeen([...sent.values()].filter(({ here }) => here).map(({ id }) => id)),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** Gives waiting tickets to whoever is there for them: after every commit that may matter, and every few seconds besides. */
import { and, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import { type Connections, type Db, prepared } from '../../db/database.ts';
import { assignments, NOT_WAITING } from '../../db/schema/tickets.ts';
import { roles, users } from '../../db/schema/people.ts';
import { rooms } from '../live/audience.ts';
import type { Feed, News } from '../feed.ts';
import type { Commit, Unit } from '../commit.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { can, findActor } from '../auth/policy.ts';
import { readSettings } from '../settings/queries.ts';
import type { Io } from '../live/io.ts';
import { countsOf, longestWaiting } from '../tickets/queries.ts';
import { Change, changeAssignee } from '../tickets/transitions.ts';

/** What comes in one breath is looked at once. */
const BREATH_MS = 20;
/** In one unit: others want to write too. */
const GIVEN_AT_ONCE = 20;
/** Whoever hands a ticket back is not given it again for so long. */
export const HANDED_BACK_MS = 10 * 60_000;

export interface Assigner {
  /** Something that nobody told of may let somebody have a ticket. */
  look(): void;
  stop(): Promise<void>;
}

interface Deps {
  io: Io;
  feed: Feed;
  db: Connections;
  commit: Commit;
  log: Log;
}

interface Candidate {
  id: string;
  name: string;
  held: number;
  free: number;
}

export function createAssigner({ io, feed, db, commit, log }: Deps): Assigner {
  /** When each last got one, counted and not timed. After a restart all start alike. */
  const lastGiven = new Map<string, number>();
  let turn = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  const isConnected = (id: string) => io.sockets.adapter.rooms.has(rooms.user(id));
  // Who signs in, or comes back, may be the one that somebody waits for.
  io.sockets.adapter.on('join-room', (room: string) => room === rooms.staff && look());

  feed.subscribe('assigner', (news) => news.some(mayMatter) && look());

  function look() {
    if (stopped) return;
    if (running) again = true;
    else timer ??= setTimeout(begin, BREATH_MS);
  }

  function begin() {
    timer = undefined;
    running = giveAll()
      .catch((error: unknown) => {
        if (!(error instanceof AppError)) log.error({ err: error }, 'no ticket could be given to anybody');
      })
      .finally(() => {
        running = null;
        if (!again) return;
        again = false;
        look();
      });
  }

  async function giveAll() {
    const isWanted = async () => (await readSettings(db.reader)).autoAssign && (await countsOf(db.reader)).waiting > 0;
    while (!stopped && (await isWanted())) if ((await commit(giveSome)) < GIVEN_AT_ONCE) return;
  }

  async function giveSome(unit: Unit): Promise<number> {
    // Again, in the transaction: an admin may just have switched it off.
    if (!(await readSettings(unit.tx)).autoAssign) return 0;
    const candidates = (await available(unit.tx).execute()).filter(({ id }) => isConnected(id));
    if (candidates.length === 0) return 0;
    const back = await handedBack(unit, candidates);
    const free = candidates.reduce((sum, one) => sum + one.free, 0);
    const waiting = await longestWaiting(unit.tx, Math.min(free, GIVEN_AT_ONCE) + back.size);
    let given = 0;
    for (const ticket of waiting) {
      if (ticket.waitingSince === NOT_WAITING || given === GIVEN_AT_ONCE) break;
      const agent = await nextFor(unit.tx, candidates, back.get(ticket.id));
      if (!agent) continue;
      const change = new Change(unit, null, ticket);
      await changeAssignee(change, agent);
      await change.save();
      agent.held += 1;
      agent.free -= 1;
      turn += 1;
      lastGiven.set(agent.id, turn);
      given += 1;
    }
    return given;
  }

  /** The one with the fewest, and of those the one who got one longest ago. */
  async function nextFor(tx: Db, candidates: Candidate[], not: Set<string> | undefined): Promise<Candidate | null> {
    const [first] = candidates
      .filter((one) => one.free > 0 && !not?.has(one.id))
      .toSorted((a, b) => a.held - b.held || (lastGiven.get(a.id) ?? 0) - (lastGiven.get(b.id) ?? 0));
    if (!first) return null;
    const actor = await findActor(tx, first.id);
    if (actor && can(actor, 'update', 'tickets')) return first;
    // They may look and not touch, so they are not asked again.
    first.free = 0;
    return nextFor(tx, candidates, not);
  }

  return {
    look,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Somebody may have room now: somebody of the team, or a ticket that nobody holds or that takes up nobody's room any more. */
function mayMatter(news: News): boolean {
  if (news.kind === 'list') return news.list === 'team';
  if (news.kind !== 'ticket') return news.kind === 'settings';
  const { ticket, events } = news;
  if (ticket === null) return events.some(({ type }) => type === 'ticket.deleted');
  return !ticket.active || ticket.assigneeId === null || events.some(({ type }) => type === 'ticket.assigned');
}

const available = prepared((db) =>
  db
    .select({
      id: users.id,
      name: users.name,
      held: users.activeTickets,
      free: sql<number>`${users.capacity} - ${users.activeTickets}`,
    })
    .from(users)
    .innerJoin(roles, eq(roles.code, users.role))
    .where(
      and(
        eq(roles.kind, 'staff'),
        eq(users.active, true),
        eq(users.availability, 'available'),
        lt(users.activeTickets, users.capacity),
      ),
    )
    .orderBy(asc(users.id)),
);

/** Of each ticket, who gave it back a moment ago. */
async function handedBack({ tx, now }: Unit, candidates: Candidate[]): Promise<Map<string, Set<string>>> {
  const rows = await tx
    .select({ ticketId: assignments.ticketId, assigneeId: assignments.assigneeId })
    .from(assignments)
    .where(
      and(
        inArray(
          assignments.assigneeId,
          candidates.map(({ id }) => id),
        ),
        gt(assignments.untilAt, now - HANDED_BACK_MS),
      ),
    );
  const byTicket = new Map<string, Set<string>>();
  for (const { ticketId, assigneeId } of rows)
    byTicket.set(ticketId, (byTicket.get(ticketId) ?? new Set()).add(assigneeId));
  return byTicket;
}

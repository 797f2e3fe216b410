/** Assigns waiting tickets to available agents: after every relevant commit, and every few seconds. */
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

/** Changes within this time are handled by one look. */
const LOOK_AFTER_MS = 20;
/** Per unit, so that other writes do not wait long. */
const GIVEN_AT_ONCE = 20;
/** For this time an agent does not get a ticket again that they unassigned. */
export const HANDED_BACK_MS = 10 * 60_000;

export interface Assigner {
  /** Looks for a ticket to assign, for changes that no commit tells. */
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
  /** Agent id → number of their last assignment. Empty after a restart. */
  const lastGiven = new Map<string, number>();
  let turn = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  const isConnected = (id: string) => io.sockets.adapter.rooms.has(rooms.user(id));
  // An agent who connects may get a waiting ticket.
  io.sockets.adapter.on('join-room', (room: string) => room === rooms.staff && look());

  feed.subscribe('assigner', (news) => news.some(mayMatter) && look());

  function look() {
    if (stopped) return;
    if (running) again = true;
    else timer ??= setTimeout(begin, LOOK_AFTER_MS);
  }

  function begin() {
    timer = undefined;
    running = giveAll()
      .catch((error: unknown) => {
        if (!(error instanceof AppError)) log.error({ err: error }, 'assigning a ticket failed');
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
    // Checked again in the transaction: an admin may have switched it off.
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

  /** The agent with the fewest tickets; among equals the one whose last assignment is longest ago. */
  async function nextFor(tx: Db, candidates: Candidate[], not: Set<string> | undefined): Promise<Candidate | null> {
    const [first] = candidates
      .filter((one) => one.free > 0 && !not?.has(one.id))
      .toSorted((a, b) => a.held - b.held || (lastGiven.get(a.id) ?? 0) - (lastGiven.get(b.id) ?? 0));
    if (!first) return null;
    const actor = await findActor(tx, first.id);
    if (actor && can(actor, 'update', 'tickets')) return first;
    // No right to take tickets: skip this agent.
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

/** Whether a change may allow an assignment: a free agent, a waiting ticket, or a ticket that frees capacity. */
function mayMatter(news: News): boolean {
  if (news.kind === 'list') return news.list === 'colleagues';
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

/** Ticket id → agents who unassigned it recently. */
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

/**
 * Assigns waiting tickets to available agents, those of a team inside the team: after every relevant commit, and every few
 * seconds. The longest wait comes first, whatever its team.
 */
import type { Connections } from '../../db/database.ts';
import { NOT_WAITING } from '../../db/schema/tickets.ts';
import { rooms } from '../live/audience.ts';
import type { Feed, News } from '../feed.ts';
import type { Commit, Unit } from '../commit.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { readSettings } from '../settings/queries.ts';
import type { Io } from '../live/io.ts';
import { countsOf, longestWaiting, longestWaitingFor } from '../tickets/queries.ts';
import { Change, changeAssignee } from '../tickets/transitions.ts';
import { OVERFLOW_AFTER_MS } from '../teams/contract.ts';
import { type Candidate, candidatesAmong, handedBack, whoMayGet } from './queries.ts';

/** Changes within this time are handled by one look. */
const LOOK_AFTER_MS = 20;
/** Customers leave too; beyond this many those who left long ago are forgotten. */
const LEFT_MOST = 10_000;
/** Per unit, so that other writes do not wait long. */
const GIVEN_AT_ONCE = 20;
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
  clock: () => number;
  log: Log;
}

interface Giving {
  candidates: Candidate[];
  /** From `handedBack` and `whoMayGet`. */
  back: Map<string, Set<string>>;
  ofTeams: Map<string, ReadonlySet<string> | null>;
}

export function createAssigner({ io, feed, db, commit, clock, log }: Deps): Assigner {
  /** Agent id → number of their last assignment. Empty after a restart. */
  const lastGiven = new Map<string, number>();
  let turn = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  const isConnected = (id: string) => io.sockets.adapter.rooms.has(rooms.user(id));
  /** Room of a person → when their last connection ended. */
  const leftAt = new Map<string, number>();
  io.sockets.adapter.on('delete-room', (room: string) => {
    if (!room.startsWith(rooms.user(''))) return;
    leftAt.set(room, clock());
    const isOver = (at: number) => at <= clock() - OVERFLOW_AFTER_MS;
    if (leftAt.size > LEFT_MOST) for (const [one, at] of leftAt) if (isOver(at)) leftAt.delete(one);
  });
  const isHere = (id: string) => isConnected(id) || (leftAt.get(rooms.user(id)) ?? 0) > clock() - OVERFLOW_AFTER_MS;
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
    const candidates = await candidatesAmong(unit.tx, isConnected);
    if (candidates.length === 0) return 0;
    const giving = {
      ...{ candidates, back: await handedBack(unit, candidates) },
      ofTeams: await whoMayGet(unit, isHere),
    };
    let given = 0;
    // The tickets of one team can fill a round; once its members are full, the next round looks past them.
    for (let inRound = 1; inRound > 0 && given < GIVEN_AT_ONCE; given += inRound)
      inRound = await giveRound(unit, giving, GIVEN_AT_ONCE - given);
    return given;
  }

  async function giveRound(unit: Unit, { candidates, back, ofTeams }: Giving, most: number): Promise<number> {
    const mayGet = (teamId: string | null) => {
      const ids = teamId === null ? null : ofTeams.get(teamId);
      return candidates.filter((one) => one.free > 0 && (!ids || ids.has(one.id)));
    };
    const free = candidates.reduce((sum, one) => sum + one.free, 0);
    if (free === 0) return 0;
    const teamIds = [...ofTeams.keys()].filter((teamId) => mayGet(teamId).length > 0);
    // At most `back.size` of them can be passed over, so a ticket that can be given is among them.
    const limit = Math.min(free, most) + back.size;
    const waiting = await (ofTeams.size === 0
      ? longestWaiting(unit.tx, limit)
      : longestWaitingFor(unit.tx, { teamIds, limit }));
    let given = 0;
    for (const ticket of waiting) {
      if (ticket.waitingSince === NOT_WAITING || given === most) break;
      const agent = nextOf(mayGet(ticket.teamId).filter(({ id }) => !back.get(ticket.id)?.has(id)));
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
  const nextOf = (agents: Candidate[]): Candidate | undefined =>
    agents.toSorted((a, b) => a.held - b.held || (lastGiven.get(a.id) ?? 0) - (lastGiven.get(b.id) ?? 0))[0];

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
  if (news.kind === 'list') return news.list === 'colleagues' || news.list === 'teams';
  if (news.kind !== 'ticket') return news.kind === 'settings';
  const { ticket, events } = news;
  if (ticket === null) return events.some(({ type }) => type === 'ticket.deleted');
  return !ticket.active || ticket.assigneeId === null || events.some(({ type }) => type === 'ticket.assigned');
}

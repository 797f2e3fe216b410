import { and, asc, eq, inArray, isNotNull, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import { alias } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { teams } from '../../db/schema/teams.ts';
import { NOT_WAITING, tickets } from '../../db/schema/tickets.ts';

const COLUMNS = {
  id: tickets.id,
  customerId: tickets.customerId,
  waitingSince: tickets.waitingSince,
  teamId: tickets.teamId,
};
/** What the desk shows as waiting: nobody has it, and it is not snoozed. Only these are before others. */
const isShown = and(eq(tickets.active, true), isNull(tickets.assigneeId), isNull(tickets.snoozedUntil));
const waits = lt(tickets.waitingSince, NOT_WAITING);

const firstOf = (which: SQL | undefined) =>
  prepared((db) =>
    db
      .select(COLUMNS)
      .from(tickets)
      .where(and(which, waits))
      .orderBy(asc(tickets.waitingSince), asc(tickets.id))
      .limit(sql.placeholder('limit')),
  );
const firstOfAll = firstOf(isShown);
const firstOfNone = firstOf(and(isShown, isNull(tickets.teamId)));
/** Snoozed, or not yet answered by the one who has it: they have a place, and are before nobody. */
const firstOfOthers = firstOf(
  and(
    eq(tickets.active, true),
    or(
      and(isNotNull(tickets.assigneeId), isNull(tickets.firstResponseAt)),
      and(isNull(tickets.assigneeId), isNotNull(tickets.snoozedUntil)),
    ),
  ),
);

const ofTeam = alias(tickets, 'of_team');
const allTeams = prepared((db) => db.select({ id: teams.id }).from(teams));
/** The first of each team: by the index on teams, because the index on waits would be read to its end for a small team. */
const firstOfTeams = prepared((db) => {
  const first = db
    .select({ id: ofTeam.id })
    .from(ofTeam)
    .where(
      and(
        eq(ofTeam.teamId, teams.id),
        eq(ofTeam.active, true),
        isNull(ofTeam.assigneeId),
        isNull(ofTeam.snoozedUntil),
        sql`+${ofTeam.waitingSince} < ${NOT_WAITING}`,
      ),
    )
    .orderBy(asc(ofTeam.waitingSince), asc(ofTeam.id))
    .limit(sql.placeholder('limit'));
  return db.select(COLUMNS).from(teams).innerJoin(tickets, inArray(tickets.id, first));
});

interface Waiting {
  id: string;
  customerId: string;
  waitingSince: number;
  teamId: string | null;
}
export interface Placed extends Waiting {
  place: number;
}

export interface Lines {
  /** How many wait, up to `limit`. */
  all: number;
  /** The tickets with a place below `limit`. */
  placed: Placed[];
  /** The number of tickets before this one, up to `limit`. */
  placeOf(ticket: Omit<Waiting, 'customerId'>): number;
}

/**
 * The first of every line, longest wait first. A ticket that is snoozed or taken and unanswered keeps a place, because customers
 * must not learn of a snooze, but nobody stands behind it: no place counts more than the desk shows as waiting. Without teams
 * there is one line.
 */
export async function firstInLines(db: Db, limit: number): Promise<Lines> {
  const all = await firstOfAll(db).execute({ limit });
  const lines = new Map<string | null, Waiting[]>([[null, all]]);
  const ids = await allTeams(db).execute();
  if (ids.length > 0) {
    const ofNone = await firstOfNone(db).execute({ limit });
    const ofTeams = Map.groupBy(await firstOfTeams(db).execute({ limit }), ({ teamId }) => teamId);
    for (const { id } of ids) lines.set(id, [...(ofTeams.get(id) ?? []), ...ofNone].toSorted(byWait).slice(0, limit));
  }
  const placeOf = (ticket: Omit<Waiting, 'customerId'>) => {
    const line = lines.get(ticket.teamId) ?? all;
    const at = line.findIndex((one) => byWait(one, ticket) >= 0);
    return at === -1 ? line.length : at;
  };
  const others = await firstOfOthers(db).execute({ limit });
  const placed = [...new Map([...lines.values(), others].flat().map((one) => [one.id, one])).values()]
    .map((ticket) => ({ ...ticket, place: placeOf(ticket) }))
    .filter(({ place }) => place < limit)
    .toSorted(byWait);
  return { all: all.length, placed, placeOf };
}

const byWait = (a: Omit<Waiting, 'customerId' | 'teamId'>, b: Omit<Waiting, 'customerId' | 'teamId'>) =>
  a.waitingSince - b.waitingSince || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Whether a ticket has a place. */
export const isInLine = (ticket: typeof tickets.$inferSelect) =>
  ticket.active && ticket.waitingSince < NOT_WAITING && (ticket.assigneeId === null || ticket.firstResponseAt === null);

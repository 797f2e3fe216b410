import { and, asc, eq, inArray, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
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
const isUnanswered = and(eq(tickets.active, true), or(isNull(tickets.assigneeId), isNull(tickets.firstResponseAt)));
const waits = lt(tickets.waitingSince, NOT_WAITING);

const firstOf = (which: SQL | undefined) =>
  prepared((db) =>
    db
      .select(COLUMNS)
      .from(tickets)
      .where(and(isUnanswered, waits, which))
      .orderBy(asc(tickets.waitingSince), asc(tickets.id))
      .limit(sql.placeholder('limit')),
  );
const firstOfAll = firstOf(undefined);
const firstOfNone = firstOf(isNull(tickets.teamId));

const ofTeam = alias(tickets, 'of_team');
const anyTeam = prepared((db) => db.select({ id: teams.id }).from(teams).limit(1));
/** The first of each team: by the index on teams, because the index on waits would be read to its end for a small team. */
const firstOfTeams = prepared((db) => {
  const first = db
    .select({ id: ofTeam.id })
    .from(ofTeam)
    .where(
      and(
        eq(ofTeam.teamId, teams.id),
        eq(ofTeam.active, true),
        or(isNull(ofTeam.assigneeId), isNull(ofTeam.firstResponseAt)),
        sql`+${ofTeam.waitingSince} < ${NOT_WAITING}`,
      ),
    )
    .orderBy(asc(ofTeam.waitingSince), asc(ofTeam.id))
    .limit(sql.placeholder('limit'));
  return db.select(COLUMNS).from(teams).innerJoin(tickets, inArray(tickets.id, first));
});

export interface Placed {
  id: string;
  customerId: string;
  waitingSince: number;
  teamId: string | null;
  place: number;
}

/**
 * The waiting tickets with their place, where that is below `limit`; longest wait first. Snoozed tickets are included:
 * customers must not learn of a snooze, and a disappearing place would reveal it. Without teams there is one line, and only
 * its first are read.
 */
export async function firstInLines(db: Db, limit: number): Promise<Placed[]> {
  const all = (await firstOfAll(db).execute({ limit })).map((ticket, place) => ({ ...ticket, place }));
  if ((await anyTeam(db).execute()).length === 0) return all;
  const ofNone = await firstOfNone(db).execute({ limit });
  const ofTeams = Map.groupBy(await firstOfTeams(db).execute({ limit }), ({ teamId }) => teamId);
  const placed = [...ofTeams.values()].flatMap((own) =>
    [...own, ...ofNone]
      .toSorted(byWait)
      .flatMap((ticket, place) => (ticket.teamId === null ? [] : { ...ticket, place })),
  );
  return [...all.filter(({ teamId }) => teamId === null), ...placed.filter(({ place }) => place < limit)].toSorted(
    byWait,
  );
}

type Waiting = Pick<Placed, 'id' | 'waitingSince'>;
const byWait = (a: Waiting, b: Waiting) => a.waitingSince - b.waitingSince || (a.id < b.id ? -1 : 1);

/** The same condition for one ticket. */
export const isInLine = (ticket: typeof tickets.$inferSelect) =>
  ticket.active && ticket.waitingSince < NOT_WAITING && (ticket.assigneeId === null || ticket.firstResponseAt === null);

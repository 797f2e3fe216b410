import { and, asc, eq, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { type Db, prepared } from '../../db/database.ts';
import { teams } from '../../db/schema/teams.ts';
import { NOT_WAITING, tickets } from '../../db/schema/tickets.ts';

const isInAnyLine = and(
  eq(tickets.active, true),
  lt(tickets.waitingSince, NOT_WAITING),
  or(isNull(tickets.assigneeId), isNull(tickets.firstResponseAt)),
);
const COLUMNS = {
  id: tickets.id,
  customerId: tickets.customerId,
  waitingSince: tickets.waitingSince,
  teamId: tickets.teamId,
};

const first = prepared((db) =>
  db
    .select(COLUMNS)
    .from(tickets)
    .where(isInAnyLine)
    .orderBy(asc(tickets.waitingSince), asc(tickets.id))
    .limit(sql.placeholder('limit')),
);
const anyTeam = prepared((db) => db.select({ id: teams.id }).from(teams).limit(1));

/** The first of all, and the first of each team and of no team. */
const firstOfEach = prepared((db) => {
  const inOrder = sql`ORDER BY ${tickets.waitingSince}, ${tickets.id}`;
  const ranked = db
    .select({
      ...COLUMNS,
      ofAll: sql<number>`row_number() OVER (${inOrder})`.as('of_all'),
      ofTeam: sql<number>`row_number() OVER (PARTITION BY ${tickets.teamId} ${inOrder})`.as('of_team'),
    })
    .from(tickets)
    .where(isInAnyLine)
    .as('ranked');
  return db
    .select()
    .from(ranked)
    .where(or(lte(ranked.ofAll, sql.placeholder('limit')), lte(ranked.ofTeam, sql.placeholder('limit'))))
    .orderBy(asc(ranked.ofAll));
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
  if ((await anyTeam(db).execute()).length === 0)
    return (await first(db).execute({ limit })).map((ticket, place) => ({ ...ticket, place }));
  let ofNone = 0;
  const ofTeams = new Map<string, number>();
  const placed = (await firstOfEach(db).execute({ limit })).map(({ ofAll, ofTeam: _rank, ...ticket }) => {
    const { teamId } = ticket;
    if (teamId === null) {
      ofNone += 1;
      return { ...ticket, place: ofAll - 1 };
    }
    const before = ofTeams.get(teamId) ?? 0;
    ofTeams.set(teamId, before + 1);
    return { ...ticket, place: ofNone + before };
  });
  return placed.filter(({ place }) => place < limit);
}

/** The same condition for one ticket. */
export const isInLine = (ticket: typeof tickets.$inferSelect) =>
  ticket.active && ticket.waitingSince < NOT_WAITING && (ticket.assigneeId === null || ticket.firstResponseAt === null);

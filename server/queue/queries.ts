/** What the assigner decides on, read in its unit. */
import { and, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import { type Db, prepared } from '../../db/database.ts';
import { roles, users } from '../../db/schema/people.ts';
import { teamMembers, teams } from '../../db/schema/teams.ts';
import { assignments } from '../../db/schema/tickets.ts';
import { staffWhoMay } from '../auth/who-may.ts';
import type { Unit } from '../commit.ts';
import { OVERFLOW_AFTER_MS } from '../teams/contract.ts';

export interface Candidate {
  id: string;
  name: string;
  held: number;
  free: number;
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

/** Agents who are available and connected, have room, and may take tickets. */
export async function candidatesAmong(db: Db, isConnected: (id: string) => boolean): Promise<Candidate[]> {
  const there = (await available(db).execute()).filter(({ id }) => isConnected(id));
  if (there.length === 0) return [];
  const may = new Set(
    await staffWhoMay(
      db,
      ['update', 'tickets'],
      there.map(({ id }) => id),
    ),
  );
  return there.filter(({ id }) => may.has(id));
}

/** For this time an agent does not get a ticket again that they unassigned. */
export const HANDED_BACK_MS = 10 * 60_000;

/** Ticket id → agents who unassigned it recently. */
export async function handedBack({ tx, now }: Unit, candidates: Candidate[]): Promise<Map<string, Set<string>>> {
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

const membersOfAll = prepared((db) =>
  db
    .select({
      id: teams.id,
      overflow: teams.overflow,
      userId: teamMembers.userId,
      active: users.active,
      lastSeenAt: users.lastSeenAt,
    })
    .from(teams)
    .leftJoin(teamMembers, eq(teamMembers.teamId, teams.id))
    .leftJoin(users, eq(users.id, teamMembers.userId)),
);

/**
 * Team id → the ids of those who may be assigned its tickets: its members, or null for everybody. That is while nobody of it
 * has been here for OVERFLOW_AFTER_MS, so that a reloaded page spills no queue.
 */
export async function whoMayGet(
  { tx, now }: Unit,
  isHere: (id: string) => boolean,
): Promise<Map<string, ReadonlySet<string> | null>> {
  const byTeam = Map.groupBy(await membersOfAll(tx).execute(), ({ id }) => id);
  const may = new Map<string, ReadonlySet<string> | null>();
  for (const [teamId, rows] of byTeam) {
    const members = rows.filter(({ active }) => active);
    // After a restart nobody is connected yet: what is stored still tells who was here.
    const isAnybody = members.some(
      ({ userId, lastSeenAt }) => (lastSeenAt ?? 0) > now - OVERFLOW_AFTER_MS || (userId && isHere(userId)),
    );
    const ids = members.flatMap(({ userId }) => userId ?? []);
    may.set(teamId, isAnybody || !rows[0]?.overflow ? new Set(ids) : null);
  }
  return may;
}

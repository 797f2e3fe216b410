import { and, count, eq, inArray } from 'drizzle-orm';
import { isDeepStrictEqual } from 'node:util';
import { uuidv7 } from '../../db/ids.ts';
import { teamCategories, teamMembers, teams, teamSites } from '../../db/schema/teams.ts';
import { categories } from '../../db/schema/ticket-fields.ts';
import { tickets } from '../../db/schema/tickets.ts';
import { sites } from '../../db/schema/widget.ts';
import { audit, changes } from '../audit/commands.ts';
import type { Actor } from '../auth/actor.ts';
import { command } from '../auth/command.ts';
import type { Access } from '../auth/policy.ts';
import type { Unit } from '../commit.ts';
import { AppError, idReused, invalidFields } from '../errors.ts';
import { accessTicketToChange } from '../tickets/access.ts';
import { ticketsOfTeam, type TicketView } from '../tickets/queries.ts';
import { requireUnchanged } from '../tickets/seen.ts';
import { Change, changeTeam } from '../tickets/transitions.ts';
import { type CreateTeam, type EditTeam, type TeamDetails, TEAMS_MOST } from './contract.ts';
import { findTeam, requireDetails, requireStaffMembers, requireTeam, requireTeamFor } from './queries.ts';

const updates: Access = { needs: ['update', 'teams'] };

/** `isNew` is false for a retry. */
export const createTeam = command(
  { needs: ['create', 'teams'] },
  async (unit, actor, { id = uuidv7(), ...input }: CreateTeam): Promise<{ team: TeamDetails; isNew: boolean }> => {
    if (await findTeam(unit.tx, id)) {
      const team = await requireDetails(unit.tx, id);
      const { name, overflow, hours, categories: codes, siteIds, memberIds } = team;
      const known = { name, overflow, hours, ...sorted({ categories: codes, siteIds, memberIds }) };
      if (!isDeepStrictEqual(known, { ...input, ...sorted(input) })) throw idReused();
      return { team, isNew: false };
    }
    const [there] = await unit.tx.select({ n: count() }).from(teams);
    if ((there?.n ?? 0) >= TEAMS_MOST)
      throw new AppError(409, 'teams.full', `There are ${TEAMS_MOST} teams already. Delete one first.`);
    const { name, overflow, hours } = input;
    const key = await requireFreeName(unit, name, id);
    const times = { createdAt: unit.now, updatedAt: unit.now };
    await unit.tx.insert(teams).values({ id, name, key, overflow, hours, ...times });
    await putMembers(unit, id, input.memberIds);
    await putDefaults(unit, id, input);
    await audit(unit, { actorId: actor.id, action: 'team.created', targetId: id });
    return { team: await requireDetails(unit.tx, id), isNew: true };
  },
);

/** Moves no ticket: defaults are for new tickets. */
export const editTeam = command(updates, async (unit, actor, { id, ...input }: EditTeam & { id: string }) => {
  await requireTeam(unit.tx, id);
  const before = await requireDetails(unit.tx, id);
  const wanted = { ...before, ...input, ...sorted({ ...before, ...input }) };
  if (isDeepStrictEqual(before, wanted)) return before;
  const { name, overflow, hours } = wanted;
  const key = await requireFreeName(unit, name, id);
  await unit.tx.update(teams).set({ name, key, overflow, hours, updatedAt: unit.now }).where(eq(teams.id, id));
  await putDefaults(unit, id, wanted);
  const values = ['overflow', 'categories', 'siteIds'] as const;
  const changed = changes(before, wanted, { values, texts: ['name', 'hours'] });
  await audit(unit, { actorId: actor.id, action: 'team.edited', targetId: id, ...changed });
  return requireDetails(unit.tx, id);
});

/** Moves no ticket. A new member has to be active; one who was deactivated since may stay. */
export const setMembers = command(
  updates,
  async (unit, actor, { id, memberIds }: { id: string; memberIds: string[] }) => {
    await requireTeam(unit.tx, id);
    const before = await requireDetails(unit.tx, id);
    const added = memberIds.filter((one) => !before.memberIds.includes(one));
    const removed = before.memberIds.filter((one) => !memberIds.includes(one));
    if (added.length + removed.length === 0) return before;
    if (removed.length > 0)
      await unit.tx.delete(teamMembers).where(and(eq(teamMembers.teamId, id), inArray(teamMembers.userId, removed)));
    await putMembers(unit, id, added);
    await audit(unit, { actorId: actor.id, action: 'team.members_changed', targetId: id, data: { added, removed } });
    return requireDetails(unit.tx, id);
  },
);

/** In one unit, so that other writes do not wait long. */
const MOVED_AT_ONCE = 50;
const DONE_AT_ONCE = 500;

interface Deletion {
  id: string;
  replaceBy?: string | undefined;
}

/**
 * Moves some of the tickets of the team, and deletes it once it has none; call it until it answers true. What is done
 * already moves without an event: nothing waits there, and an event would put old tickets on top of the newest.
 */
export const deleteTeam = command(
  { needs: ['delete', 'teams'] },
  async (unit, actor, { id, replaceBy }: Deletion): Promise<boolean> => {
    await requireTeam(unit.tx, id);
    if (replaceBy === id) throw invalidFields({ replaceBy: 'Choose another team.' });
    const to = await requireTeamFor(unit.tx, 'replaceBy', replaceBy ?? null);
    const waiting = await ticketsOfTeam(unit.tx, { teamId: id, limit: MOVED_AT_ONCE });
    for (const ticket of waiting) await moveTo(unit, { actor, ticket, teamId: to });
    if (waiting.length === MOVED_AT_ONCE) return false;
    const ofTeam = unit.tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.teamId, id)).limit(DONE_AT_ONCE);
    const done = await unit.tx
      .update(tickets)
      .set({ teamId: to })
      .where(inArray(tickets.id, ofTeam))
      .returning({ id: tickets.id });
    if (done.length === DONE_AT_ONCE) return false;
    await unit.tx.delete(teams).where(eq(teams.id, id));
    await audit(unit, { actorId: actor.id, action: 'team.deleted', targetId: id, data: { replacedBy: to } });
    return true;
  },
);

interface NewTeam {
  ticketId: string;
  teamId: string | null;
  seen?: number | undefined;
}

/** Lets a ticket wait for another team. Whoever has it keeps it. */
export const setTeam = command(
  { needs: ['update', 'tickets'], only: 'staff' },
  async (unit, actor, input: NewTeam): Promise<TicketView> => {
    const ticket = await accessTicketToChange(unit.tx, actor, input.ticketId);
    const teamId = await requireTeamFor(unit.tx, 'teamId', input.teamId);
    if (ticket.teamId === teamId) return ticket;
    await requireUnchanged(unit, actor, { ticket, what: 'team', seen: input.seen });
    return moveTo(unit, { actor, ticket, teamId });
  },
);

async function moveTo(
  unit: Unit,
  { actor, ticket, teamId }: { actor: Actor; ticket: TicketView; teamId: string | null },
) {
  const change = new Change(unit, actor, ticket);
  await changeTeam(change, teamId);
  return change.save();
}

type Sets = Pick<TeamDetails, 'categories' | 'siteIds' | 'memberIds'>;
/** In the order in which they are read back. */
const sorted = (sets: Sets): Sets => ({
  categories: sets.categories.toSorted(),
  siteIds: sets.siteIds.toSorted(),
  memberIds: sets.memberIds.toSorted(),
});

/** Returns the key of the name. */
async function requireFreeName(unit: Unit, name: string, id: string): Promise<string> {
  const key = name.toLocaleLowerCase('en');
  const [same] = await unit.tx.select({ id: teams.id }).from(teams).where(eq(teams.key, key));
  if (!same || same.id === id) return key;
  const message = 'There is a team of this name.';
  throw new AppError(409, 'teams.name_taken', message, { fields: { name: message } });
}

async function putMembers({ tx }: Unit, teamId: string, ids: string[]) {
  await requireStaffMembers(tx, ids);
  if (ids.length > 0) await tx.insert(teamMembers).values(ids.map((userId) => ({ teamId, userId })));
}

/** A category or site of another team moves to this one. */
async function putDefaults({ tx }: Unit, teamId: string, input: Pick<Sets, 'categories' | 'siteIds'>) {
  const { categories: codes, siteIds } = input;
  const known = await tx.select({ code: categories.code }).from(categories).where(inArray(categories.code, codes));
  if (known.length < codes.length) throw invalidFields({ categories: 'There is no such category.' });
  const there = await tx.select({ id: sites.id }).from(sites).where(inArray(sites.id, siteIds));
  if (there.length < siteIds.length) throw invalidFields({ siteIds: 'There is no such site.' });
  await tx.delete(teamCategories).where(eq(teamCategories.teamId, teamId));
  await tx.delete(teamSites).where(eq(teamSites.teamId, teamId));
  const set = { teamId };
  if (codes.length > 0)
    await tx
      .insert(teamCategories)
      .values(codes.map((category) => ({ category, teamId })))
      .onConflictDoUpdate({ target: teamCategories.category, set });
  if (siteIds.length > 0)
    await tx
      .insert(teamSites)
      .values(siteIds.map((siteId) => ({ siteId, teamId })))
      .onConflictDoUpdate({ target: teamSites.siteId, set });
}

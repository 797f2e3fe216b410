import { and, asc, eq, inArray } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { roles, users } from '../../db/schema/people.ts';
import { teamCategories, teamMembers, teams, teamSites } from '../../db/schema/teams.ts';
import { visitors } from '../../db/schema/widget.ts';
import { invalidFields, notFound } from '../errors.ts';
import type { Hours } from '../hours/contract.ts';
import { countsOf, type TicketView } from '../tickets/queries.ts';
import type { Team, TeamDetails } from './contract.ts';

export type StoredTeam = typeof teams.$inferSelect;

const all = prepared((db) => db.select().from(teams).orderBy(asc(teams.key)));
const allMembers = prepared((db) =>
  db.select().from(teamMembers).orderBy(asc(teamMembers.teamId), asc(teamMembers.userId)),
);
const allCategories = prepared((db) => db.select().from(teamCategories).orderBy(asc(teamCategories.category)));
const allSites = prepared((db) => db.select().from(teamSites).orderBy(asc(teamSites.siteId)));

export async function teamList(db: Db): Promise<Team[]> {
  const rows = await all(db).execute();
  if (rows.length === 0) return [];
  const members = Map.groupBy(await allMembers(db).execute(), ({ teamId }) => teamId);
  return rows.map(({ id, name, overflow }) => {
    const memberIds = (members.get(id) ?? []).map(({ userId }) => userId);
    return { id, name, overflow, memberIds };
  });
}

export async function teamDetails(db: Db): Promise<TeamDetails[]> {
  const rows = new Map((await all(db).execute()).map((row) => [row.id, row]));
  const categories = Map.groupBy(await allCategories(db).execute(), ({ teamId }) => teamId);
  const sites = Map.groupBy(await allSites(db).execute(), ({ teamId }) => teamId);
  const { teams: waiting } = await countsOf(db);
  return (await teamList(db)).flatMap((team) => {
    const row = rows.get(team.id);
    if (!row) return [];
    const { hours, createdAt, updatedAt } = row;
    return {
      ...team,
      ...{ hours, createdAt, updatedAt, waiting: waiting[team.id] ?? 0 },
      categories: (categories.get(team.id) ?? []).map(({ category }) => category),
      siteIds: (sites.get(team.id) ?? []).map(({ siteId }) => siteId),
    };
  });
}

export async function requireDetails(db: Db, id: string): Promise<TeamDetails> {
  const found = (await teamDetails(db)).find((team) => team.id === id);
  if (!found) throw notFound();
  return found;
}

const byId = prepared((db) =>
  db
    .select()
    .from(teams)
    .where(eq(teams.id, bound('id'))),
);
export async function findTeam(db: Db, id: string): Promise<StoredTeam | null> {
  const [row] = await byId(db).execute({ id });
  return row ?? null;
}

export async function requireTeam(db: Db, id: string): Promise<StoredTeam> {
  const row = await findTeam(db, id);
  if (!row) throw notFound();
  return row;
}

/** Throws 422 for the field if there is no such team. */
export async function requireTeamFor(db: Db, field: string, id: string | null): Promise<string | null> {
  if (id !== null && !(await findTeam(db, id))) throw invalidFields({ [field]: 'There is no such team.' });
  return id;
}

/** Throws 422 unless all of them are active staff. */
export async function requireStaffMembers(db: Db, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const found = await db
    .select({ id: users.id })
    .from(users)
    .innerJoin(roles, eq(roles.code, users.role))
    .where(and(inArray(users.id, ids), eq(users.active, true), eq(roles.kind, 'staff')));
  if (found.length < ids.length) throw invalidFields({ memberIds: 'Choose people of the staff who are active.' });
}

const ofCategory = prepared((db) =>
  db
    .select({ teamId: teamCategories.teamId })
    .from(teamCategories)
    .where(eq(teamCategories.category, bound('category'))),
);
const ofSite = prepared((db) =>
  db
    .select({ teamId: teamSites.teamId })
    .from(visitors)
    .innerJoin(teamSites, eq(teamSites.siteId, visitors.siteId))
    .where(eq(visitors.userId, bound('customerId'))),
);

const hoursOfSite = prepared((db) =>
  db
    .select({ hours: teams.hours })
    .from(teamSites)
    .innerJoin(teams, eq(teams.id, teamSites.teamId))
    .where(eq(teamSites.siteId, bound('siteId'))),
);
/** The hours of the team that the conversations of a site wait for; null without such a team, or if it has none. */
export async function teamHoursOf(db: Db, siteId: string): Promise<Hours | null> {
  const [row] = await hoursOfSite(db).execute({ siteId });
  return row?.hours ?? null;
}

/** The team that a ticket is sent to: that of its category, or that of the site where its conversation began. */
export async function defaultTeamOf(
  db: Db,
  { category, channel, customerId }: Pick<TicketView, 'category' | 'channel' | 'customerId'>,
): Promise<string | null> {
  const [byCategory] = category === null ? [] : await ofCategory(db).execute({ category });
  if (byCategory) return byCategory.teamId;
  const [bySite] = channel === 'widget' ? await ofSite(db).execute({ customerId }) : [];
  return bySite?.teamId ?? null;
}

import * as v from 'valibot';
import { hours } from '../hours/contract.ts';
import { line, uuid } from '../text/contract.ts';
import { code } from '../ticket-fields/contract.ts';
import { seen } from '../tickets/contract.ts';

/** A team as every desk keeps it. Members who are deactivated stay members. */
export const team = v.object({
  id: v.string(),
  name: v.string(),
  /**
   * Its tickets are assigned to anybody while no member has had the desk open for OVERFLOW_AFTER_MS. Otherwise they wait for
   * the team; anybody may take them by hand.
   */
  overflow: v.boolean(),
  memberIds: v.array(v.string()),
});
export type Team = v.InferOutput<typeof team>;

/** `waiting`: tickets that wait for it. New tickets of its categories, and conversations on its sites, wait for it. */
export const teamDetails = v.object({
  ...team.entries,
  /** Shown on its sites instead of theirs; null if it has none of its own. */
  hours: v.nullable(hours),
  categories: v.array(v.string()),
  siteIds: v.array(v.string()),
  waiting: v.number(),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type TeamDetails = v.InferOutput<typeof teamDetails>;

export const OVERFLOW_AFTER_MS = 5 * 60_000;

export const TEAMS_MOST = 100;
const MEMBERS_MOST = 500;
const DEFAULTS_MOST = 200;

const unique = <T>(all: T[]) => [...new Set(all)];
const some = <T extends v.GenericSchema<string, string>>(item: T, most: number) =>
  v.pipe(v.array(item), v.maxLength(most, `Use at most ${most}.`), v.transform(unique));

const memberIds = some(uuid, MEMBERS_MOST);
const fields = {
  name: line(1, 60, 'Write a name'),
  overflow: v.boolean(),
  hours: v.nullable(hours),
  /** The complete lists. A category or site that another team has moves to this team. */
  categories: some(code, DEFAULTS_MOST),
  siteIds: some(uuid, DEFAULTS_MOST),
};

export const createTeam = v.strictObject({
  id: v.optional(uuid),
  name: fields.name,
  overflow: v.optional(fields.overflow, true),
  hours: v.optional(fields.hours, null),
  categories: v.optional(fields.categories, []),
  siteIds: v.optional(fields.siteIds, []),
  memberIds: v.optional(memberIds, []),
});
export type CreateTeam = v.InferOutput<typeof createTeam>;

export const editTeam = v.partial(v.strictObject(fields));
export type EditTeam = v.InferOutput<typeof editTeam>;

/** The complete new list. */
export const setMembers = v.strictObject({ memberIds });

/** The team that gets the tickets of a deleted one; without it they wait for no team. */
export const deleteTeam = v.strictObject({ replaceBy: v.optional(uuid) });

export const setTeam = v.strictObject({ teamId: v.nullable(uuid), seen });

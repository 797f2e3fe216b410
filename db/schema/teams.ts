import { bool, index, json, primaryKey, table, text, timestamp, uniqueIndex } from '#dialect';
import type { Hours } from '../../server/hours/contract.ts';
import { users } from './people.ts';
import { categories } from './ticket-fields.ts';
import { sites } from './widget.ts';

/** Groups of the staff that tickets wait for. `key` is the name in lower case. */
export const teams = table(
  'teams',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    key: text().notNull(),
    /** Whether anybody may be assigned its tickets while nobody of the team is here. */
    overflow: bool().notNull(),
    /** Opening hours of its own; null for those of the site. */
    hours: json<Hours>(),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [uniqueIndex('teams_key').on(t.key)],
);

export const teamMembers = table(
  'team_members',
  {
    teamId: text()
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.userId] }), index('team_members_user').on(t.userId)],
);

/** The team of new tickets of a category, and of conversations that begin on a site. */
export const teamCategories = table(
  'team_categories',
  {
    category: text()
      .primaryKey()
      .references(() => categories.code, { onDelete: 'cascade' }),
    teamId: text()
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
  },
  (t) => [index('team_categories_team').on(t.teamId)],
);

export const teamSites = table(
  'team_sites',
  {
    siteId: text()
      .primaryKey()
      .references(() => sites.id, { onDelete: 'cascade' }),
    teamId: text()
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
  },
  (t) => [index('team_sites_team').on(t.teamId)],
);

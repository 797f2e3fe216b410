import { bool, check, index, int, primaryKey, table, text, timestamp, uniqueIndex } from '#dialect';
import { sql } from 'drizzle-orm';
import type { SessionKind } from '../../server/auth/contract.ts';
import type { Action, Availability, RoleKind } from '../../server/people/contract.ts';

export const roles = table('roles', {
  code: text().primaryKey(),
  name: text().notNull(),
  kind: text().$type<RoleKind>().notNull(),
});

const rightColumns = {
  area: text().notNull(),
  view: bool().notNull(),
  create: bool().notNull(),
  update: bool().notNull(),
  delete: bool().notNull(),
} satisfies { area: unknown } & Record<Action, unknown>;

export const rolePermissions = table(
  'role_permissions',
  {
    role: text()
      .notNull()
      .references(() => roles.code, { onDelete: 'cascade' }),
    ...rightColumns,
  },
  (t) => [primaryKey({ columns: [t.role, t.area] })],
);

export const users = table(
  'users',
  {
    id: text().primaryKey(),
    /** Whose they proved to be. A visitor of the widget has none: what they say theirs is stands in `visitors`. */
    email: text(),
    name: text().notNull(),
    role: text()
      .notNull()
      .references(() => roles.code),
    active: bool().notNull().default(true),
    passwordHash: text(),
    verified: bool().notNull().default(false),
    locale: text().notNull().default('en'),
    timeZone: text().notNull().default('UTC'),
    /** How many active tickets may be given to this person. */
    capacity: int().notNull().default(15),
    /** Kept with every assignment and status; a trigger refuses one over the capacity. */
    activeTickets: int().notNull().default(0),
    /** Whether tickets may be given to them by themselves. Who is away still takes what they like. */
    availability: text().$type<Availability>().notNull().default('available'),
    /** In how many tickets a note mentions them that they have not seen; kept by triggers. */
    mentioned: int().notNull().default(0),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex('users_email').on(t.email),
    index('users_role').on(t.role, t.id),
    check('users_active_tickets', sql`${t.activeTickets} >= 0`),
  ],
);

/** A person's own row for an area wins over their role's. */
export const userPermissions = table(
  'user_permissions',
  {
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    ...rightColumns,
  },
  (t) => [primaryKey({ columns: [t.userId, t.area] })],
);

/** The navigation that `GET /api/me` returns; an item shows to who may view its area, or to all staff without one. */
export const menuItems = table('menu_items', {
  code: text().primaryKey(),
  label: text().notNull(),
  href: text().notNull(),
  area: text(),
  weight: int().notNull(),
});

/** `hash` is the SHA-256 of the secret in the cookie. `id` is public: sessions are listed and revoked by it. */
export const sessions = table(
  'sessions',
  {
    hash: text().primaryKey(),
    id: text().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text().$type<SessionKind>().notNull(),
    createdAt: timestamp().notNull(),
    expiresAt: timestamp().notNull(),
    usedAt: timestamp().notNull(),
    device: text().notNull().default(''),
    address: text().notNull().default(''),
  },
  (t) => [
    uniqueIndex('sessions_id').on(t.id),
    index('sessions_user').on(t.userId),
    index('sessions_expiry').on(t.expiresAt),
  ],
);

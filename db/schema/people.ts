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
    /** The address of the account. Widget visitors have none here: an address that they type is in `visitors`. */
    email: text(),
    name: text().notNull(),
    role: text()
      .notNull()
      .references(() => roles.code),
    active: bool().notNull().default(true),
    /** A program that acts in its own name, by a token. It has no address and no password, and is not shown as a colleague. */
    machine: bool().notNull().default(false),
    passwordHash: text(),
    verified: bool().notNull().default(false),
    locale: text().notNull().default('en'),
    timeZone: text().notNull().default('UTC'),
    /** The key of the file in the storage. When it changes, a trigger adds a job that removes the old file. */
    picture: text(),
    /** The number of active tickets that may be assigned to this person. */
    capacity: int().notNull().default(15),
    /** Kept by triggers, which also refuse an assignment over the capacity. */
    activeTickets: int().notNull().default(0),
    /** Whether the assigner may give them tickets. A person who is away can still take tickets. */
    availability: text().$type<Availability>().notNull().default('available'),
    /** The number of tickets with an unseen mention of this person; kept by triggers. */
    mentioned: int().notNull().default(0),
    /** The folded name and address, for look-ups. Null until the search index has folded a new or changed name. */
    folded: text(),
    createdAt: timestamp().notNull(),
    /** When a member of the team was last connected, to within a minute. */
    lastSeenAt: timestamp(),
    /** When the person was made anonymous. The row stays, because tickets and messages name its id. */
    erasedAt: timestamp(),
  },
  (t) => [
    uniqueIndex('users_email').on(t.email),
    // Excludes null: few people have one, and every other change of a person leaves the index alone.
    uniqueIndex('users_picture')
      .on(t.picture)
      .where(sql`picture IS NOT NULL`),
    index('users_role').on(t.role, t.id),
    index('users_unfolded')
      .on(t.id)
      .where(sql`folded IS NULL`),
    check('users_active_tickets', sql`${t.activeTickets} >= 0`),
  ],
);

/** A person's own row for an area overrides the row of their role. */
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

/**
 * The navigation in `GET /api/me`. Staff see an item if they may view its area; an item without an area is for all staff, but
 * a page that has only its items to show only for those who see one of them. `menu_roles` and `menu_people` narrow it further.
 */
export const menuItems = table('menu_items', {
  code: text().primaryKey(),
  label: text().notNull(),
  /** A path of this server, or an address with https. */
  href: text().notNull(),
  area: text(),
  weight: int().notNull(),
  /** The code of the item that this one is listed under; null for the navigation itself. */
  parent: text(),
  /** The heading above it in its parent's list. */
  section: text(),
  /** The name of an icon in the desk; null for the item's own or none. */
  icon: text(),
  hidden: bool().notNull().default(false),
  /** An admin added it. All others come with the product and cannot be deleted. */
  isOwn: bool().notNull().default(false),
});

/** The roles to which an item is shown. Without rows here and in `menu_people` it is shown to everybody with the right. */
export const menuRoles = table(
  'menu_roles',
  {
    item: text()
      .notNull()
      .references(() => menuItems.code, { onDelete: 'cascade' }),
    role: text()
      .notNull()
      .references(() => roles.code, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.item, t.role] })],
);

/** The people to whom an item is shown, whatever their role. */
export const menuPeople = table(
  'menu_people',
  {
    item: text()
      .notNull()
      .references(() => menuItems.code, { onDelete: 'cascade' }),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.item, t.userId] })],
);

/** `hash` is the SHA-256 of the secret in the cookie. `id` is public, for listing and revoking sessions. */
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
    /** From where it was last used. */
    address: text().notNull().default(''),
    /** Whether it began on a device or in a network that the person had not used before. */
    isNew: bool().notNull().default(false),
    /** When its person last proved who they are, by signing in or again for a dangerous act. */
    provedAt: timestamp().notNull().default(0),
  },
  (t) => [
    uniqueIndex('sessions_id').on(t.id),
    index('sessions_user').on(t.userId),
    index('sessions_expiry').on(t.expiresAt),
  ],
);

/** From where a person has signed in: a kind of device in a network. It outlives the sessions. */
export const knownDevices = table(
  'known_devices',
  {
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    device: text().notNull(),
    network: text().notNull(),
    usedAt: timestamp().notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.device, t.network] })],
);

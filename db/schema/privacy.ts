import { bool, check, index, int, primaryKey, table, text, timestamp, uniqueIndex } from '#dialect';
import { sql } from 'drizzle-orm';
import type { EarlierText } from '../../server/holds/contract.ts';
import type { RetentionAction } from '../../server/retention/contract.ts';
import { users } from './people.ts';
import { tickets } from './tickets.ts';
import { sites } from './widget.ts';

/**
 * Requests for the data of a person. The archive is read from the database at each download, so that no copy of the data lies
 * on the disk.
 */
export const personExports = table(
  'person_exports',
  {
    id: text().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Only they can download it. */
    byId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Asked by the person themselves: it has what they may see. */
    own: bool().notNull(),
    /** With the internal notes. */
    notes: bool().notNull(),
    createdAt: timestamp().notNull(),
    expiresAt: timestamp().notNull(),
  },
  (t) => [
    index('person_exports_user').on(t.userId),
    index('person_exports_by').on(t.byId),
    index('person_exports_expiry').on(t.expiresAt),
  ],
);

// A database uses a partial index only for a query that repeats the exact condition.
export const isTicketHold = sql`ticket_id IS NOT NULL`;
export const isPersonHold = sql`user_id IS NOT NULL`;

/**
 * A law or a dispute forbids to delete or change one ticket, or everything of one person. The reference to the ticket makes
 * the database refuse to delete it.
 */
export const holds = table(
  'holds',
  {
    id: text().primaryKey(),
    ticketId: text().references(() => tickets.id),
    userId: text().references(() => users.id),
    reason: text().notNull(),
    byId: text()
      .notNull()
      .references(() => users.id),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex('holds_ticket').on(t.ticketId).where(isTicketHold),
    uniqueIndex('holds_user').on(t.userId).where(isPersonHold),
    check('holds_one', sql`(${t.ticketId} IS NULL) <> (${t.userId} IS NULL)`),
  ],
);

/**
 * Texts of held tickets, as they read before a change; events store no text. Rows are deleted when no hold keeps the ticket any
 * more.
 */
export const earlierTexts = table(
  'earlier_texts',
  {
    /** The change, with its actor and time. No reference: an event outlives its ticket. */
    eventId: int().notNull(),
    what: text().$type<Exclude<EarlierText['what'], 'customer'>>().notNull(),
    ticketId: text()
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    body: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.what] }), index('earlier_texts_ticket').on(t.ticketId)],
);

/** The name and the address of a held customer, or of the customer of a held ticket, as they were before a change. */
export const earlierNames = table(
  'earlier_names',
  {
    id: text().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    email: text(),
    /** The time of the change. */
    at: timestamp().notNull(),
  },
  (t) => [index('earlier_names_user').on(t.userId)],
);

/** Rules that delete or anonymise tickets some months after they are done: one for a site, or for all others. */
export const retentionRules = table('retention_rules', {
  /** The id of the site, or `all`. */
  scope: text().primaryKey(),
  /** With the site its rule goes: its tickets fall under the rule for all. */
  siteId: text().references(() => sites.id, { onDelete: 'cascade' }),
  action: text().$type<RetentionAction>().notNull(),
  months: int().notNull(),
  /** Also tickets that were resolved and never closed. */
  resolved: bool().notNull(),
  isOn: bool().notNull(),
  /** Null while the rule is off. */
  nextRunAt: timestamp(),
  lastRunAt: timestamp(),
  /** Tickets of the last run. */
  lastDone: int().notNull().default(0),
  lastHeld: int().notNull().default(0),
});

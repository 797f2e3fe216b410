import { bool, check, index, int, primaryKey, table, text, timestamp, uniqueIndex } from '#dialect';
import { sql } from 'drizzle-orm';
import type { EarlierText } from '../../server/holds/contract.ts';
import type { RetentionAction } from '../../server/retention/contract.ts';
import { users } from './people.ts';
import { tickets } from './tickets.ts';
import { sites } from './widget.ts';

/**
 * Who asked for the data of whom. The archive itself is read from the database at each download, so no copy of the data lies
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
 * What must not be deleted or changed because of a law or a dispute: one ticket, or everything of one person. The reference
 * refuses to delete the ticket, whichever command tries.
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
 * What a text of a held ticket was before a change. Events hold no text, so it is nowhere else. Rows go when no hold keeps the
 * ticket any more.
 */
export const earlierTexts = table(
  'earlier_texts',
  {
    /** The change, with its actor and time. No reference: an event outlives its ticket. */
    eventId: int().notNull(),
    what: text().$type<EarlierText['what']>().notNull(),
    ticketId: text()
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    body: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.what] }), index('earlier_texts_ticket').on(t.ticketId)],
);

/** What happens to tickets that are done for long: of one site, or of everything that has no rule of its own. */
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

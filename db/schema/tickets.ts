import { bool, check, index, int, json, primaryKey, table, text, timestamp, uniqueIndex } from '#dialect';
import { sql } from 'drizzle-orm';
import type { MergedInto } from '../../server/merge/contract.ts';
import type { Score } from '../../server/rating/contract.ts';
import type { CHANNELS, Promises, TicketRef } from '../../server/tickets/contract.ts';
import type { Colour, StatusType } from '../../server/ticket-fields/contract.ts';
import { users } from './people.ts';
import { teams } from './teams.ts';
import { categories, priorities, statuses } from './ticket-fields.ts';

// A database uses a partial index only for a query that repeats the exact condition, so both use this constant.
export const isSnoozed = sql`snoozed_until IS NOT NULL`;
export const movesOn = sql`next_move_at IS NOT NULL`;
/** When a ticket was done; null for an active one. Retention reads its index. */
export const doneAt = sql<number>`CASE WHEN closed_at IS NULL THEN resolved_at ELSE closed_at END`;
export const isDoneAndKept = sql`anonymised_at IS NULL AND (closed_at IS NOT NULL OR resolved_at IS NOT NULL)`;
export const isOfTeam = sql`team_id IS NOT NULL`;
/**
 * Always true. Only the upkeep of statuses, priorities and categories says it, so that the planner takes their indexes for nothing
 * else: a list of tickets reads the index of its order, and stops after a page.
 */
export const isNumbered = sql`number > 0`;
/** Sorts missed deadlines before all others. Greater than any real date and less than the largest safe integer. */
export const BREACH_RANK = 4_000_000_000_000_000;
export const slaRank = sql<number>`CASE WHEN breached THEN due_at - 4000000000000000 ELSE due_at END`;

export const tickets = table(
  'tickets',
  {
    id: text().primaryKey(),
    number: int().notNull(),
    /** The id of the ticket's last event. */
    version: int().notNull(),
    /** The id of the last event that the customer may hear. */
    customerVersion: int().notNull().default(0),
    subject: text().notNull(),
    customerId: text()
      .notNull()
      .references(() => users.id),
    creatorId: text()
      .notNull()
      .references(() => users.id),
    assigneeId: text().references(() => users.id),
    status: text()
      .notNull()
      .references(() => statuses.code),
    statusType: text().$type<StatusType>().notNull(),
    /** True for the status types open, in_progress and pending. Stored for the queue's indexes. */
    active: bool().notNull(),
    priority: text()
      .notNull()
      .references(() => priorities.code),
    category: text().references(() => categories.code),
    /** The team that it waits for. */
    teamId: text().references(() => teams.id),
    channel: text().$type<(typeof CHANNELS)[number]>().notNull(),
    /**
     * The site of the widget where it began; null for other channels. Outlives the visitor, who can be erased, and the site:
     * retention asks only whether it has a rule.
     */
    siteId: text(),
    linkedTo: text(),
    /** Both tickets of a merge store the other one, so that a list needs no join. */
    mergedInto: json<MergedInto>(),
    mergedFrom: json<TicketRef[]>().notNull().default([]),
    lastSeq: int().notNull(),
    lastAuthorId: text()
      .notNull()
      .references(() => users.id),
    lastExcerpt: text().notNull(),
    lastMessageAt: timestamp().notNull(),
    customerUnread: int().notNull().default(0),
    staffUnread: int().notNull().default(0),
    customerSeq: int().notNull().default(0),
    customerSeenAt: timestamp(),
    staffSeq: int().notNull().default(0),
    staffSeenAt: timestamp(),
    /** Copied from the priority, so that deadlines need only this row. */
    priorityWeight: int().notNull().default(0),
    responseMs: int().notNull().default(0),
    resolutionMs: int().notNull().default(0),
    /** Computed by server/tickets/deadlines.ts; NOT_WAITING if nothing is due. */
    dueAt: timestamp().notNull().default(8_640_000_000_000_000),
    breached: bool().notNull().default(false),
    escalated: bool().notNull().default(false),
    importance: int().notNull().default(0),
    /** Set by a person. It stands for `dueAt` and for the deadline of the resolution until it is taken away. */
    handDueAt: timestamp(),
    /** Of this ticket and of those merged into it; null without a merge. */
    promised: json<Promises>(),
    /** When the columns above change by time alone, or a snooze ends. */
    nextMoveAt: timestamp(),
    snoozedUntil: timestamp(),
    /** Tag ids in the order in which they were added; `ticket_tags` has the same for filters. */
    tags: json<string[]>().notNull().default([]),
    /** The start of the customer's wait; NOT_WAITING after an answer, so that the longest wait sorts first. */
    waitingSince: timestamp().notNull(),
    firstResponseAt: timestamp(),
    resolvedAt: timestamp(),
    closedAt: timestamp(),
    /** The customer's rating, 1 to 5, and the time of the first one. */
    rating: int().$type<Score>(),
    ratedAt: timestamp(),
    createdAt: timestamp().notNull(),
    /** When its texts, files and customer were taken away. */
    anonymisedAt: timestamp(),
    /** The time of the last event, and of the last one that the customer may hear. */
    updatedAt: timestamp().notNull().default(0),
    customerUpdatedAt: timestamp().notNull().default(0),
  },
  (t) => [
    uniqueIndex('tickets_number').on(t.number),
    index('tickets_version').on(t.version),
    index('tickets_customer').on(t.customerId, t.customerVersion),
    index('tickets_assignee').on(t.assigneeId, t.active, t.waitingSince, t.id),
    index('tickets_waiting').on(t.active, t.waitingSince, t.id),
    index('tickets_created').on(t.createdAt, t.id),
    index('tickets_importance').on(t.active, t.importance, t.id),
    index('tickets_due').on(t.active, t.dueAt, t.id),
    index('tickets_priority').on(t.active, t.priorityWeight, t.id),
    index('tickets_creator').on(t.creatorId, t.id),
    index('tickets_snoozed').on(t.snoozedUntil, t.id).where(isSnoozed),
    index('tickets_of_status').on(t.status, t.number).where(isNumbered),
    index('tickets_of_priority').on(t.priority, t.active, t.number).where(isNumbered),
    index('tickets_of_category').on(t.category, t.number).where(isNumbered),
    index('tickets_done').on(doneAt, t.id).where(isDoneAndKept),
    index('tickets_next_move').on(t.nextMoveAt).where(movesOn),
    index('tickets_team').on(t.teamId, t.active).where(isOfTeam),
  ],
);
/** The last instant that a Date can hold. */
export const NOT_WAITING = 8_640_000_000_000_000;

/** `key` is the name in lower case. Rows are never deleted, because the history names them. */
export const tags = table(
  'tags',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    key: text().notNull(),
    description: text().notNull().default(''),
    colour: text().$type<Colour>().notNull().default('ink'),
    archived: bool().notNull().default(false),
    deleted: bool().notNull().default(false),
    /** The tag that took its place: typing its name gives that tag. */
    replacedBy: text(),
    createdAt: timestamp().notNull(),
  },
  (t) => [uniqueIndex('tags_key').on(t.key)],
);

export const ticketTags = table(
  'ticket_tags',
  {
    tagId: text()
      .notNull()
      .references(() => tags.id, { onDelete: 'cascade' }),
    ticketId: text()
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.tagId, t.ticketId] }), index('ticket_tags_ticket').on(t.ticketId)],
);

/** Separate from `tickets`, so that lists do not read the text. */
export const ratingComments = table('rating_comments', {
  ticketId: text()
    .primaryKey()
    .references(() => tickets.id, { onDelete: 'cascade' }),
  body: text().notNull(),
  at: timestamp().notNull(),
});

export const assignments = table(
  'assignments',
  {
    id: text().primaryKey(),
    ticketId: text()
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    assigneeId: text()
      .notNull()
      .references(() => users.id),
    byId: text()
      .notNull()
      .references(() => users.id),
    fromAt: timestamp().notNull(),
    untilAt: timestamp(),
  },
  (t) => [
    index('assignments_ticket').on(t.ticketId, t.untilAt),
    index('assignments_ended').on(t.assigneeId, t.untilAt),
  ],
);

/** Waiting times for a first answer, per hour of the answer: a histogram on a logarithmic scale. */
export const replyTimes = table(
  'reply_times',
  {
    hour: timestamp().notNull(),
    /** The team that the ticket waited for; empty for none. */
    teamId: text().notNull().default(''),
    bucket: int().notNull(),
    count: int().notNull(),
  },
  (t) => [primaryKey({ columns: [t.hour, t.teamId, t.bucket] })],
);

/**
 * Two tickets of one customer that staff linked; the lower id comes first, so that a pair is one row. Not the same as
 * `tickets.linkedTo`: the ticket that a new ticket continues, which its customer sees too.
 */
export const links = table(
  'links',
  {
    ticketId: text()
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    otherId: text()
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    byId: text()
      .notNull()
      .references(() => users.id),
    at: timestamp().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.ticketId, t.otherId] }),
    index('links_other').on(t.otherId),
    check('links_order', sql`${t.ticketId} < ${t.otherId}`),
  ],
);

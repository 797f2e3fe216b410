import { bool, check, index, int, json, primaryKey, sequence, table, text, timestamp, uniqueIndex } from '#dialect';
import { sql } from 'drizzle-orm';
import type { AttachmentKind } from '../server/attachments/contract.ts';
import type { DraftKind } from '../server/drafts/contract.ts';
import type { SessionKind } from '../server/auth/contract.ts';
import type { Action, Availability, RoleKind } from '../server/people/contract.ts';
import type { MergedInto } from '../server/merge/contract.ts';
import type { Hours } from '../server/hours/contract.ts';
import type { Score } from '../server/rating/contract.ts';
import type { SiteLook } from '../server/sites/contract.ts';
import type { CHANNELS, StatusType, TicketOrder, TicketRef } from '../server/tickets/contract.ts';
import type { EventType } from '../server/contract.ts';
import type { ViewBase, ViewFilters } from '../server/views/contract.ts';

// People

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

// The widget

/** A page, or several, of somebody else's that the widget stands on. */
export const sites = table(
  'sites',
  {
    id: text().primaryKey(),
    /** Public: it stands in the snippet. */
    key: text().notNull(),
    name: text().notNull(),
    /** Exact origins, such as https://shop.example. They keep others from putting the widget up; they prove nothing. */
    origins: json<string[]>().notNull(),
    /** What server/sites/contract.ts says: colour, side, texts, fields to ask for first. */
    look: json<SiteLook>().notNull(),
    /** When somebody answers; null: it is not said. */
    hours: json<Hours>(),
    /** Shared with the site's own server, which signs with it who a visitor is. It has to be known to verify; no answer holds it after the first. */
    identitySecret: text(),
    /** Where the widget was last loaded from, and when first. */
    seenOrigin: text(),
    seenAt: timestamp(),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [uniqueIndex('sites_key').on(t.key)],
);

/** What is known of a customer who came by the widget. All but `externalId` is what a browser or its page says: data, and no proof. */
export const visitors = table(
  'visitors',
  {
    userId: text()
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    siteId: text().references(() => sites.id, { onDelete: 'set null' }),
    /** Who they are to the site, as its server signed: the `sub` of its token. Null: nobody said. */
    externalId: text(),
    email: text(),
    language: text(),
    timeZone: text(),
    device: text(),
    page: text(),
    pageTitle: text(),
    referrer: text(),
    /** What the page says of them, such as its plan or the content of a bag. */
    fields: json<Record<string, string | number | boolean>>().notNull().default({}),
    seenAt: timestamp().notNull(),
    /** Since when the team does not want to hear of them; their row in `users` is not active then. */
    blockedAt: timestamp(),
  },
  (t) => [uniqueIndex('visitors_external').on(t.siteId, t.externalId), index('visitors_seen').on(t.seenAt)],
);

/** Tokens of sites that were used: each counts once. Swept when they have expired anyway. */
export const usedTokens = table('used_tokens', { hash: text().primaryKey(), expiresAt: timestamp().notNull() }, (t) => [
  index('used_tokens_expiry').on(t.expiresAt),
]);

// Tickets

export const statuses = table('statuses', {
  code: text().primaryKey(),
  name: text().notNull(),
  type: text().$type<StatusType>().notNull(),
  colour: text().notNull(),
  weight: int().notNull(),
  isDefault: bool().notNull().default(false),
});

export const priorities = table('priorities', {
  code: text().primaryKey(),
  name: text().notNull(),
  colour: text().notNull(),
  weight: int().notNull(),
  isDefault: bool().notNull().default(false),
  responseMinutes: int().notNull(),
  resolutionMinutes: int().notNull(),
});

export const categories = table('categories', {
  code: text().primaryKey(),
  name: text().notNull(),
  weight: int().notNull(),
});

// Partial indexes serve only a query that repeats their very words, so both take them from here.
export const isSnoozed = sql`snoozed_until IS NOT NULL`;
export const movesOn = sql`next_move_at IS NOT NULL`;
/** What was missed stands before all that was not, and among each what is due first. Far more than any date, far less than the largest number. */
export const BREACH_RANK = 4_000_000_000_000_000;
export const slaRank = sql<number>`due_at - breached * 4000000000000000`;

export const tickets = table(
  'tickets',
  {
    id: text().primaryKey(),
    number: int().notNull(),
    /** The id of its last event. */
    version: int().notNull(),
    /** The id of the last one that its customer may hear. */
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
    /** Its type is open, in_progress or pending. Stored for the queue's indexes. */
    active: bool().notNull(),
    priority: text()
      .notNull()
      .references(() => priorities.code),
    category: text().references(() => categories.code),
    channel: text().$type<(typeof CHANNELS)[number]>().notNull(),
    linkedTo: text(),
    /** Both ends of a merge name the other, so that no row has to ask for it. */
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
    /** Copied from its priority, so that its deadlines are a matter of its own row. */
    priorityWeight: int().notNull().default(0),
    responseMs: int().notNull().default(0),
    resolutionMs: int().notNull().default(0),
    /** What server/tickets/deadlines.ts makes of it; NOT_WAITING where nothing is due. */
    dueAt: timestamp().notNull().default(8_640_000_000_000_000),
    breached: bool().notNull().default(false),
    escalated: bool().notNull().default(false),
    importance: int().notNull().default(0),
    /** When time alone changes the above, or ends a snooze. */
    nextMoveAt: timestamp(),
    snoozedUntil: timestamp(),
    /** The ids of its tags, in the order they were given; `ticket_tags` is the same for searching. */
    tags: json<string[]>().notNull().default([]),
    /** Since when the customer waits; NOT_WAITING once they are answered, so that the longest wait sorts first. */
    waitingSince: timestamp().notNull(),
    firstResponseAt: timestamp(),
    resolvedAt: timestamp(),
    closedAt: timestamp(),
    /** What its customer said of it, 1 to 5, and when they first did. */
    rating: int().$type<Score>(),
    ratedAt: timestamp(),
    createdAt: timestamp().notNull(),
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
    index('tickets_next_move').on(t.nextMoveAt).where(movesOn),
  ],
);
/** The last instant that a Date can hold. */
export const NOT_WAITING = 8_640_000_000_000_000;

/** `key` is the name in lower case. */
export const tags = table(
  'tags',
  { id: text().primaryKey(), name: text().notNull(), key: text().notNull(), createdAt: timestamp().notNull() },
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

/** Apart from its ticket, so that no list drags the text along. */
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

/** How long people waited for a first answer, by the hour of the answer: a histogram on a logarithmic scale. */
export const replyTimes = table(
  'reply_times',
  { hour: timestamp().notNull(), bucket: int().notNull(), count: int().notNull() },
  (t) => [primaryKey({ columns: [t.hour, t.bucket] })],
);

/**
 * Two tickets of one customer that the team says belong together: the lower id first, so that a pair is one row. What a
 * ticket was opened to continue is another thing: `tickets.linkedTo` is a fact of its birth, which its customer knows too.
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

// Messages and notes

const written = {
  id: text().primaryKey(),
  ticketId: text()
    .notNull()
    .references(() => tickets.id, { onDelete: 'cascade' }),
  /** The event that made it: its place in the conversation. */
  eventId: int().notNull(),
  authorId: text()
    .notNull()
    .references(() => users.id),
  body: text().notNull(),
  createdAt: timestamp().notNull(),
  editedAt: timestamp(),
  deletedAt: timestamp(),
  /** So that nothing asks for the attachments of what has none. */
  attachmentCount: int().notNull().default(0),
};

export const messages = table(
  'messages',
  {
    ...written,
    seq: int().notNull(),
    /** SHA-256 of the body (and the ids of its attachments) as first sent, so that a retry is told from another message under the same id, even after an edit. */
    sentHash: text().notNull(),
  },
  (t) => [uniqueIndex('messages_seq').on(t.ticketId, t.seq)],
);

/** Apart from messages, so that no query for a customer can touch one. */
export const notes = table(
  'notes',
  {
    ...written,
    sentHash: text().notNull(),
    /** The people that it mentions. Who of them has not looked stands in `mentions`. */
    mentionIds: json<string[]>().notNull().default([]),
  },
  (t) => [index('notes_ticket').on(t.ticketId, t.eventId), uniqueIndex('notes_event').on(t.eventId)],
);

// Partial indexes serve only a query that repeats their very words.
export const isUnseen = sql`seen_at IS NULL`;

/** Triggers count the tickets where somebody has one that they have not seen: `users.mentioned`. */
export const mentions = table(
  'mentions',
  {
    noteId: text()
      .notNull()
      .references(() => notes.id, { onDelete: 'cascade' }),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    ticketId: text().notNull(),
    /** The note's place. */
    eventId: int().notNull(),
    seenAt: timestamp(),
  },
  (t) => [
    primaryKey({ columns: [t.noteId, t.userId] }),
    index('mentions_unseen').on(t.userId, t.ticketId, t.eventId).where(isUnseen),
  ],
);

// The partial index of the sweep serves only a query that repeats its very words.
export const isUnsent = sql`message_id IS NULL AND note_id IS NULL`;

/**
 * A file of a message or of a note, and seen by exactly whom that is seen by; until it is sent, by its uploader alone. The
 * bytes lie under `storageKey` in the storage. A trigger puts the keys of a row that goes, in whatever way, into
 * `removed_files`.
 */
export const attachments = table(
  'attachments',
  {
    id: text().primaryKey(),
    /** Null while it waits for the ticket that it will open. */
    ticketId: text().references(() => tickets.id, { onDelete: 'cascade' }),
    uploaderId: text()
      .notNull()
      .references(() => users.id),
    kind: text().$type<AttachmentKind>().notNull(),
    messageId: text().references(() => messages.id, { onDelete: 'cascade' }),
    noteId: text().references(() => notes.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** As its bytes say. */
    type: text().notNull(),
    /** Of what is stored, in bytes; so is `sha256`. An image is not stored as it was sent. */
    size: int().notNull(),
    sha256: text().notNull(),
    /** SHA-256 of what was sent, so that a retry is told from another file under the same id. */
    sentHash: text().notNull(),
    width: int(),
    height: int(),
    storageKey: text().notNull(),
    thumbnailKey: text(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    // Half of them are null: an index of those would be taken for one of the unsent.
    index('attachments_message')
      .on(t.messageId)
      .where(sql`message_id IS NOT NULL`),
    index('attachments_note')
      .on(t.noteId)
      .where(sql`note_id IS NOT NULL`),
    index('attachments_ticket').on(t.ticketId),
    index('attachments_unsent').on(t.createdAt).where(isUnsent),
    uniqueIndex('attachments_storage').on(t.storageKey),
    check(
      'attachments_owner',
      sql`(${t.kind} = 'message' AND ${t.noteId} IS NULL) OR (${t.kind} = 'note' AND ${t.messageId} IS NULL)`,
    ),
  ],
);

/** Keys in the storage whose rows are gone: a sweep removes the files, and then these. */
export const removedFiles = table('removed_files', { key: text().primaryKey() });

export const readMarks = table(
  'read_marks',
  {
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    ticketId: text()
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    seq: int().notNull(),
    at: timestamp().notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.ticketId] })],
);

/** What somebody has typed and not sent; theirs alone. `version` is the time of the change, and never goes back. */
export const drafts = table(
  'drafts',
  {
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    ticketId: text()
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    kind: text().$type<DraftKind>().notNull(),
    body: text().notNull(),
    version: timestamp().notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.ticketId, t.kind] }), index('drafts_ticket').on(t.ticketId)],
);

// Saved replies

// A partial index serves only a query that repeats its very words.
export const isShared = sql`owner_id IS NULL`;

export const savedReplies = table(
  'saved_replies',
  {
    id: text().primaryKey(),
    /** Whose it is; null: everybody's. */
    ownerId: text().references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** What is typed behind the slash. */
    shortcut: text().notNull(),
    body: text().notNull(),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex('saved_replies_own').on(t.ownerId, t.shortcut),
    uniqueIndex('saved_replies_shared').on(t.shortcut).where(isShared),
  ],
);

// Views

/** A list that somebody gave a name: where it begins, how it is narrowed and sorted. */
export const views = table(
  'views',
  {
    id: text().primaryKey(),
    ownerId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    shared: bool().notNull(),
    name: text().notNull(),
    base: text().$type<ViewBase>().notNull(),
    order: text().$type<TicketOrder>().notNull(),
    filters: json<ViewFilters>().notNull(),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [index('views_shown').on(t.shared, t.ownerId, t.id)],
);

// Events

/** Ids, codes and numbers; never text that somebody wrote. What each type holds stands in server/events/view.ts. */
export type EventData = { [key: string]: string | number | boolean | null | string[] };

export const isTicketDeleted = sql`type = 'ticket.deleted'`;
export const isTicketRead = sql`type = 'ticket.read'`;

/**
 * The activity trail and the catch-up log. It outlives its ticket, so it refers to nothing by key. Every index of it costs
 * every message a page of log: a customer's events are found by way of their tickets.
 */
export const events = table(
  'events',
  {
    id: sequence(),
    ticketId: text().notNull(),
    /** Whose ticket, so that they hear of its end even after it is gone. */
    customerId: text().notNull(),
    type: text().$type<EventType>().notNull(),
    actorId: text(),
    /** The message or note that it is about. */
    subjectId: text(),
    data: json<EventData>().notNull(),
    at: timestamp().notNull(),
  },
  (t) => [
    index('events_ticket').on(t.ticketId, t.id),
    index('events_deleted').on(t.id).where(isTicketDeleted),
    index('events_read').on(t.at).where(isTicketRead),
  ],
);

// Search

/** Up to which event the search index holds what was written. It lags behind by design: db/sqlite/search-index.ts. */
export const searchProgress = table('search_progress', { name: text().primaryKey(), position: int().notNull() });

/**
 * What the index still holds and must not: the words as they went in, of what was changed or deleted since. Triggers fill
 * it in the transaction of the change, and nothing that stands in it is found.
 */
export const conversationRemovals = table('conversation_removals', {
  eventId: int().primaryKey(),
  customerId: text().notNull(),
  authorId: text().notNull(),
  /** Empty but for the message that opened the ticket. */
  subject: text().notNull(),
  body: text().notNull(),
});

export const noteRemovals = table('note_removals', {
  eventId: int().primaryKey(),
  authorId: text().notNull(),
  body: text().notNull(),
});

// The rest

/** Numbers that are kept in the transaction that changes them: `ticket_number`, `waiting`. */
export const counters = table('counters', { name: text().primaryKey(), value: int().notNull() });

/** Who did what to whom; append-only by trigger. Ids and codes, no personal text. */
export const auditLog = table(
  'audit_log',
  {
    id: sequence(),
    at: timestamp().notNull(),
    actorId: text(),
    action: text().notNull(),
    targetId: text(),
    data: json<EventData>().notNull(),
    requestId: text(),
  },
  (t) => [index('audit_target').on(t.targetId, t.id)],
);

/** The installation's choices; one that has no row is as server/settings/contract.ts says. */
export const settings = table('settings', { name: text().primaryKey(), value: json<unknown>().notNull() });

export const meta = table('meta', { key: text().primaryKey(), value: text().notNull() });

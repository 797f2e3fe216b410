import { int, table, text } from '#dialect';

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

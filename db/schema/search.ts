import { int, table, text } from '#dialect';

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

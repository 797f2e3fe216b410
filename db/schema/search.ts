import { int, table, text } from '#dialect';

/**
 * Texts to remove from the index, exactly as they were indexed, because they changed or were deleted. Triggers insert them
 * in the transaction of the change, and the search excludes them at once.
 */
export const conversationRemovals = table('conversation_removals', {
  eventId: int().primaryKey(),
  customerId: text().notNull(),
  authorId: text().notNull(),
  /** Empty except for the message that opened the ticket. */
  subject: text().notNull(),
  body: text().notNull(),
});

export const noteRemovals = table('note_removals', {
  eventId: int().primaryKey(),
  authorId: text().notNull(),
  body: text().notNull(),
});

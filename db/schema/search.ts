import { int, table, text, uniqueIndex } from '#dialect';

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

/**
 * The long words of each index, once. `conversation_parts` and `note_parts` find those that hold a part, such as the parts
 * of a German compound. A word leaves with the last text that holds it.
 */
export const conversationWords = table(
  'conversation_words',
  { id: int().primaryKey(), word: text().notNull() },
  (t) => [uniqueIndex('conversation_words_word').on(t.word)],
);
export const noteWords = table('note_words', { id: int().primaryKey(), word: text().notNull() }, (t) => [
  uniqueIndex('note_words_word').on(t.word),
]);

CREATE TABLE `conversation_words` (
	`id` integer PRIMARY KEY NOT NULL,
	`word` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `conversation_words_word` ON `conversation_words` (`word`);--> statement-breakpoint
CREATE TABLE `note_words` (
	`id` integer PRIMARY KEY NOT NULL,
	`word` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `note_words_word` ON `note_words` (`word`);--> statement-breakpoint
ALTER TABLE `users` ADD `folded` text;--> statement-breakpoint
CREATE INDEX `users_unfolded` ON `users` (`id`) WHERE folded IS NULL;
--> statement-breakpoint
-- A changed name is folded again by the follower of the search index, whichever command changed it.
CREATE TRIGGER users_renamed AFTER UPDATE OF name, email ON users
WHEN OLD.name <> NEW.name OR OLD.email IS NOT NEW.email
BEGIN
  UPDATE users SET folded = NULL WHERE id = NEW.id;
END;
--> statement-breakpoint
-- The words that hold a part, by trigrams of the words and not of the texts: a few per cent of the size of the index.
CREATE VIRTUAL TABLE conversation_parts USING fts5(
  word, content = 'conversation_words', content_rowid = 'id', tokenize = 'trigram case_sensitive 1',
  detail = none, columnsize = 0
);
--> statement-breakpoint
CREATE VIRTUAL TABLE note_parts USING fts5(
  word, content = 'note_words', content_rowid = 'id', tokenize = 'trigram case_sensitive 1',
  detail = none, columnsize = 0
);
--> statement-breakpoint
INSERT INTO conversation_parts (conversation_parts, rank) VALUES ('secure-delete', 1);
--> statement-breakpoint
INSERT INTO note_parts (note_parts, rank) VALUES ('secure-delete', 1);
--> statement-breakpoint
-- Words are folded differently from now on, so the follower fills both indexes again.
INSERT INTO conversation_search (conversation_search) VALUES ('delete-all');
--> statement-breakpoint
INSERT INTO note_search (note_search) VALUES ('delete-all');
--> statement-breakpoint
DELETE FROM conversation_removals;
--> statement-breakpoint
DELETE FROM note_removals;
--> statement-breakpoint
UPDATE followers SET position = 0 WHERE name = 'search';

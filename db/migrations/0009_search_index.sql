-- The words of all that was written, by the id of the event that made it. Contentless: the text stays where it is, and what
-- goes in was taken apart by db/search-words.ts, so that the tokeniser here only has to split at spaces. Notes have an index
-- of their own, so that no query for a customer can touch one. Merging is done in small steps by db/search-index.ts.
CREATE VIRTUAL TABLE conversation_search USING fts5(
  subject, body, scope, content = '', tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
);
--> statement-breakpoint
CREATE VIRTUAL TABLE note_search USING fts5(
  body, scope, content = '', tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
);
--> statement-breakpoint
INSERT INTO conversation_search (conversation_search, rank)
VALUES ('secure-delete', 1), ('automerge', 0), ('crisismerge', 64);
--> statement-breakpoint
INSERT INTO note_search (note_search, rank)
VALUES ('secure-delete', 1), ('automerge', 0), ('crisismerge', 64);
--> statement-breakpoint
INSERT INTO search_progress (name, position) VALUES ('events', 0);
--> statement-breakpoint
CREATE TRIGGER search_message_changed AFTER UPDATE OF body ON messages
WHEN OLD.body <> NEW.body AND OLD.event_id <= (SELECT position FROM search_progress)
BEGIN
  INSERT INTO conversation_removals (event_id, customer_id, author_id, subject, body)
  SELECT OLD.event_id, customer_id, OLD.author_id, iif(OLD.seq = 1, subject, ''), OLD.body
  FROM tickets WHERE id = OLD.ticket_id
  ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER search_note_changed AFTER UPDATE OF body ON notes
WHEN OLD.body <> NEW.body AND OLD.event_id <= (SELECT position FROM search_progress)
BEGIN
  INSERT INTO note_removals (event_id, author_id, body) VALUES (OLD.event_id, OLD.author_id, OLD.body)
  ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER search_subject_changed AFTER UPDATE OF subject ON tickets WHEN OLD.subject <> NEW.subject
BEGIN
  INSERT INTO conversation_removals (event_id, customer_id, author_id, subject, body)
  SELECT event_id, OLD.customer_id, author_id, OLD.subject, body FROM messages
  WHERE ticket_id = OLD.id AND seq = 1 AND event_id <= (SELECT position FROM search_progress)
  ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
-- Before, for its messages and notes go with it.
CREATE TRIGGER search_ticket_deleted BEFORE DELETE ON tickets
BEGIN
  INSERT INTO conversation_removals (event_id, customer_id, author_id, subject, body)
  SELECT event_id, OLD.customer_id, author_id, iif(seq = 1, OLD.subject, ''), body FROM messages
  WHERE ticket_id = OLD.id AND event_id <= (SELECT position FROM search_progress)
  ON CONFLICT DO NOTHING;
  INSERT INTO note_removals (event_id, author_id, body)
  SELECT event_id, author_id, body FROM notes
  WHERE ticket_id = OLD.id AND event_id <= (SELECT position FROM search_progress)
  ON CONFLICT DO NOTHING;
END;

CREATE TABLE `followers` (
	`name` text PRIMARY KEY NOT NULL,
	`position` integer NOT NULL
);
--> statement-breakpoint
-- The search index was followed by hand until now; it goes on where it was.
INSERT INTO followers (name, position) SELECT 'search', position FROM search_progress;
--> statement-breakpoint
DROP TRIGGER search_message_changed;
--> statement-breakpoint
DROP TRIGGER search_note_changed;
--> statement-breakpoint
DROP TRIGGER search_subject_changed;
--> statement-breakpoint
DROP TRIGGER search_ticket_deleted;
--> statement-breakpoint
DROP TRIGGER search_customer_changed;
--> statement-breakpoint
CREATE TRIGGER search_message_changed AFTER UPDATE OF body ON messages
WHEN OLD.body <> NEW.body AND OLD.event_id <= (SELECT position FROM followers WHERE name = 'search')
BEGIN
  INSERT INTO conversation_removals (event_id, customer_id, author_id, subject, body)
  SELECT OLD.event_id, customer_id, OLD.author_id, iif(OLD.seq = 1, subject, ''), OLD.body
  FROM tickets WHERE id = OLD.ticket_id
  ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER search_note_changed AFTER UPDATE OF body ON notes
WHEN OLD.body <> NEW.body AND OLD.event_id <= (SELECT position FROM followers WHERE name = 'search')
BEGIN
  INSERT INTO note_removals (event_id, author_id, body) VALUES (OLD.event_id, OLD.author_id, OLD.body)
  ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER search_subject_changed AFTER UPDATE OF subject ON tickets WHEN OLD.subject <> NEW.subject
BEGIN
  INSERT INTO conversation_removals (event_id, customer_id, author_id, subject, body)
  SELECT event_id, OLD.customer_id, author_id, OLD.subject, body FROM messages
  WHERE ticket_id = OLD.id AND seq = 1 AND event_id <= (SELECT position FROM followers WHERE name = 'search')
  ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER search_ticket_deleted BEFORE DELETE ON tickets
BEGIN
  INSERT INTO conversation_removals (event_id, customer_id, author_id, subject, body)
  SELECT event_id, OLD.customer_id, author_id, iif(seq = 1, OLD.subject, ''), body FROM messages
  WHERE ticket_id = OLD.id AND event_id <= (SELECT position FROM followers WHERE name = 'search')
  ON CONFLICT DO NOTHING;
  INSERT INTO note_removals (event_id, author_id, body)
  SELECT event_id, author_id, body FROM notes
  WHERE ticket_id = OLD.id AND event_id <= (SELECT position FROM followers WHERE name = 'search')
  ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER search_customer_changed AFTER UPDATE OF customer_id ON tickets WHEN OLD.customer_id <> NEW.customer_id
BEGIN
  INSERT INTO conversation_removals (event_id, customer_id, author_id, subject, body)
  SELECT event_id, OLD.customer_id, author_id, iif(seq = 1, OLD.subject, ''), body FROM messages
  WHERE ticket_id = OLD.id AND event_id <= (SELECT position FROM followers WHERE name = 'search')
  ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
DROP TABLE `search_progress`;

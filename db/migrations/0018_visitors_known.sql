ALTER TABLE `visitors` ADD `blocked_at` integer;
--> statement-breakpoint
-- A ticket goes over to who its customer proved to be: the index holds whose each message is, so all of them go in anew.
-- Run it before the authors of the messages change: what is taken out must be what went in.
CREATE TRIGGER search_customer_changed AFTER UPDATE OF customer_id ON tickets WHEN OLD.customer_id <> NEW.customer_id
BEGIN
  INSERT INTO conversation_removals (event_id, customer_id, author_id, subject, body)
  SELECT event_id, OLD.customer_id, author_id, iif(seq = 1, OLD.subject, ''), body FROM messages
  WHERE ticket_id = OLD.id AND event_id <= (SELECT position FROM search_progress)
  ON CONFLICT DO NOTHING;
END;

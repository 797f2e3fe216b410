CREATE TABLE `mentions` (
	`note_id` text NOT NULL,
	`user_id` text NOT NULL,
	`ticket_id` text NOT NULL,
	`event_id` integer NOT NULL,
	`seen_at` integer,
	PRIMARY KEY(`note_id`, `user_id`),
	FOREIGN KEY (`note_id`) REFERENCES `notes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `mentions_unseen` ON `mentions` (`user_id`,`ticket_id`,`event_id`) WHERE seen_at IS NULL;--> statement-breakpoint
ALTER TABLE `notes` ADD `mention_ids` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `mentioned` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
CREATE TRIGGER mentions_counted_insert AFTER INSERT ON mentions
WHEN NEW.seen_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM mentions
  WHERE user_id = NEW.user_id AND ticket_id = NEW.ticket_id AND seen_at IS NULL AND note_id <> NEW.note_id
)
BEGIN
  UPDATE users SET mentioned = mentioned + 1 WHERE id = NEW.user_id;
END;
--> statement-breakpoint
CREATE TRIGGER mentions_counted_seen AFTER UPDATE OF seen_at ON mentions
WHEN OLD.seen_at IS NULL AND NEW.seen_at IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM mentions WHERE user_id = NEW.user_id AND ticket_id = NEW.ticket_id AND seen_at IS NULL
)
BEGIN
  UPDATE users SET mentioned = mentioned - 1 WHERE id = NEW.user_id;
END;
--> statement-breakpoint
CREATE TRIGGER mentions_counted_delete AFTER DELETE ON mentions
WHEN OLD.seen_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM mentions WHERE user_id = OLD.user_id AND ticket_id = OLD.ticket_id AND seen_at IS NULL
)
BEGIN
  UPDATE users SET mentioned = mentioned - 1 WHERE id = OLD.user_id;
END;

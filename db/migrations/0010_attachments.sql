CREATE TABLE `attachments` (
	`id` text PRIMARY KEY NOT NULL,
	`ticket_id` text,
	`uploader_id` text NOT NULL,
	`kind` text NOT NULL,
	`message_id` text,
	`note_id` text,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`size` integer NOT NULL,
	`sha256` text NOT NULL,
	`sent_hash` text NOT NULL,
	`width` integer,
	`height` integer,
	`storage_key` text NOT NULL,
	`thumbnail_key` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`uploader_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`note_id`) REFERENCES `notes`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "attachments_owner" CHECK(("attachments"."kind" = 'message' AND "attachments"."note_id" IS NULL) OR ("attachments"."kind" = 'note' AND "attachments"."message_id" IS NULL))
);
--> statement-breakpoint
CREATE INDEX `attachments_message` ON `attachments` (`message_id`) WHERE message_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `attachments_note` ON `attachments` (`note_id`) WHERE note_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `attachments_ticket` ON `attachments` (`ticket_id`);--> statement-breakpoint
CREATE INDEX `attachments_unsent` ON `attachments` (`created_at`) WHERE message_id IS NULL AND note_id IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `attachments_storage` ON `attachments` (`storage_key`);--> statement-breakpoint
CREATE TABLE `removed_files` (
	`key` text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
ALTER TABLE `messages` ADD `attachment_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `notes` ADD `attachment_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- However a row goes, by itself or with its message, note or ticket: its files are known until a sweep has removed them.
CREATE TRIGGER attachments_gone AFTER DELETE ON attachments
BEGIN
  INSERT OR IGNORE INTO removed_files (key) VALUES (OLD.storage_key);
  INSERT OR IGNORE INTO removed_files (key) SELECT OLD.thumbnail_key WHERE OLD.thumbnail_key IS NOT NULL;
END;

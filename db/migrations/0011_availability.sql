CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `users` ADD `availability` text DEFAULT 'available' NOT NULL;--> statement-breakpoint
CREATE INDEX `assignments_ended` ON `assignments` (`assignee_id`,`until_at`);
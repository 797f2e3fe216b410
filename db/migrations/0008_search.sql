CREATE TABLE `conversation_removals` (
	`event_id` integer PRIMARY KEY NOT NULL,
	`customer_id` text NOT NULL,
	`author_id` text NOT NULL,
	`subject` text NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `note_removals` (
	`event_id` integer PRIMARY KEY NOT NULL,
	`author_id` text NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `search_progress` (
	`name` text PRIMARY KEY NOT NULL,
	`position` integer NOT NULL
);

CREATE TABLE `rating_comments` (
	`ticket_id` text PRIMARY KEY NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `tickets` ADD `rating` integer CHECK (`rating` BETWEEN 1 AND 5);--> statement-breakpoint
ALTER TABLE `tickets` ADD `rated_at` integer;
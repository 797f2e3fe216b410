CREATE TABLE `holds` (
	`id` text PRIMARY KEY NOT NULL,
	`ticket_id` text,
	`user_id` text,
	`reason` text NOT NULL,
	`by_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "holds_one" CHECK(("holds"."ticket_id" IS NULL) <> ("holds"."user_id" IS NULL))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `holds_ticket` ON `holds` (`ticket_id`) WHERE ticket_id IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `holds_user` ON `holds` (`user_id`) WHERE user_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `retention_rules` (
	`scope` text PRIMARY KEY NOT NULL,
	`site_id` text,
	`action` text NOT NULL,
	`months` integer NOT NULL,
	`resolved` integer NOT NULL,
	`is_on` integer NOT NULL,
	`next_run_at` integer,
	`last_run_at` integer,
	`last_done` integer DEFAULT 0 NOT NULL,
	`last_held` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `tickets` ADD `anonymised_at` integer;--> statement-breakpoint
CREATE INDEX `tickets_done` ON `tickets` (CASE WHEN closed_at IS NULL THEN resolved_at ELSE closed_at END,`id`) WHERE anonymised_at IS NULL AND (closed_at IS NOT NULL OR resolved_at IS NOT NULL);
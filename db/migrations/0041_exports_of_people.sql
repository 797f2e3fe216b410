CREATE TABLE `person_exports` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`by_id` text NOT NULL,
	`own` integer NOT NULL,
	`notes` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `person_exports_user` ON `person_exports` (`user_id`);--> statement-breakpoint
CREATE INDEX `person_exports_by` ON `person_exports` (`by_id`);--> statement-breakpoint
CREATE INDEX `person_exports_expiry` ON `person_exports` (`expires_at`);
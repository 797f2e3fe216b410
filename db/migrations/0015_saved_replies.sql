CREATE TABLE `saved_replies` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text,
	`name` text NOT NULL,
	`shortcut` text NOT NULL,
	`body` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `saved_replies_own` ON `saved_replies` (`owner_id`,`shortcut`);--> statement-breakpoint
CREATE UNIQUE INDEX `saved_replies_shared` ON `saved_replies` (`shortcut`) WHERE owner_id IS NULL;
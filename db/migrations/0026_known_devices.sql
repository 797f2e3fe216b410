CREATE TABLE `known_devices` (
	`user_id` text NOT NULL,
	`device` text NOT NULL,
	`network` text NOT NULL,
	`used_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `device`, `network`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `sessions` ADD `is_new` integer DEFAULT false NOT NULL;
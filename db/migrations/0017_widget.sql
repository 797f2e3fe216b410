CREATE TABLE `sites` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`origins` text NOT NULL,
	`look` text NOT NULL,
	`hours` text,
	`identity_secret` text,
	`seen_origin` text,
	`seen_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sites_key` ON `sites` (`key`);--> statement-breakpoint
CREATE TABLE `used_tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `used_tokens_expiry` ON `used_tokens` (`expires_at`);--> statement-breakpoint
CREATE TABLE `visitors` (
	`user_id` text PRIMARY KEY NOT NULL,
	`site_id` text,
	`external_id` text,
	`email` text,
	`language` text,
	`time_zone` text,
	`device` text,
	`page` text,
	`page_title` text,
	`referrer` text,
	`fields` text DEFAULT '{}' NOT NULL,
	`seen_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `visitors_external` ON `visitors` (`site_id`,`external_id`);--> statement-breakpoint
CREATE INDEX `visitors_seen` ON `visitors` (`seen_at`);--> statement-breakpoint
ALTER TABLE `users` ALTER COLUMN `email` DROP NOT NULL;

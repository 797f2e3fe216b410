CREATE TABLE `api_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`previous_hash` text,
	`previous_until` integer,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`scopes` text NOT NULL,
	`by_id` text,
	`created_at` integer NOT NULL,
	`issued_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	`used_address` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_hash` ON `api_tokens` (`hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_previous` ON `api_tokens` (`previous_hash`);--> statement-breakpoint
CREATE INDEX `api_tokens_user` ON `api_tokens` (`user_id`);--> statement-breakpoint
CREATE INDEX `api_tokens_by` ON `api_tokens` (`by_id`);--> statement-breakpoint
ALTER TABLE `users` ADD `machine` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE TRIGGER rights_tokens AFTER UPDATE OF hash, previous_hash, previous_until, scopes, expires_at ON api_tokens
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'rights';
END;
--> statement-breakpoint
CREATE TRIGGER rights_tokens_gone AFTER DELETE ON api_tokens
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'rights';
END;

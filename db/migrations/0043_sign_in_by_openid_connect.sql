CREATE TABLE `identities` (
	`issuer` text NOT NULL,
	`subject` text NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`used_at` integer,
	PRIMARY KEY(`issuer`, `subject`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `identities_user` ON `identities` (`user_id`,`issuer`);--> statement-breakpoint
CREATE TABLE `oidc_flows` (
	`hash` text PRIMARY KEY NOT NULL,
	`browser` text NOT NULL,
	`sealed` text NOT NULL,
	`issuer` text NOT NULL,
	`purpose` text NOT NULL,
	`user_id` text,
	`goes_to` text NOT NULL,
	`report` text,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `oidc_flows_expiry` ON `oidc_flows` (`expires_at`);--> statement-breakpoint
CREATE INDEX `oidc_flows_user` ON `oidc_flows` (`user_id`);--> statement-breakpoint
CREATE TABLE `oidc_sessions` (
	`session_id` text PRIMARY KEY NOT NULL,
	`issuer` text NOT NULL,
	`subject` text NOT NULL,
	`sid` text,
	`refresh` text,
	`checked_at` integer NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `oidc_sessions_subject` ON `oidc_sessions` (`issuer`,`subject`);--> statement-breakpoint
CREATE TABLE `pending_connections` (
	`hash` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`arrival` text NOT NULL,
	`role` text,
	`guesses` integer DEFAULT 0 NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `pending_connections_user` ON `pending_connections` (`user_id`);--> statement-breakpoint
CREATE INDEX `pending_connections_expiry` ON `pending_connections` (`expires_at`);--> statement-breakpoint
ALTER TABLE `pending_sign_ins` ADD `arrival` text;
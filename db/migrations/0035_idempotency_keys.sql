CREATE TABLE `idempotency_keys` (
	`owner` text NOT NULL,
	`route` text NOT NULL,
	`key` text NOT NULL,
	`payload` text NOT NULL,
	`claimed_at` integer NOT NULL,
	`status` integer,
	`body` text,
	PRIMARY KEY(`owner`, `route`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_claimed` ON `idempotency_keys` (`claimed_at`);
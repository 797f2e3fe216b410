ALTER TABLE `categories` ADD `description` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `categories` ADD `is_default` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `categories` ADD `archived` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `categories` ADD `deleted` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `categories` ADD `replaced_by` text;--> statement-breakpoint
ALTER TABLE `categories` ADD `colour` text DEFAULT 'ink' NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `categories_default` ON `categories` (`is_default`) WHERE is_default;--> statement-breakpoint
ALTER TABLE `priorities` ADD `description` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `priorities` ADD `archived` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `priorities` ADD `deleted` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `priorities` ADD `replaced_by` text;--> statement-breakpoint
CREATE UNIQUE INDEX `priorities_default` ON `priorities` (`is_default`) WHERE is_default;--> statement-breakpoint
ALTER TABLE `statuses` ADD `description` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `statuses` ADD `archived` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `statuses` ADD `deleted` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `statuses` ADD `replaced_by` text;--> statement-breakpoint
CREATE UNIQUE INDEX `statuses_default` ON `statuses` (`type`) WHERE is_default;--> statement-breakpoint
ALTER TABLE `tags` ADD `description` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `tags` ADD `colour` text DEFAULT 'ink' NOT NULL;--> statement-breakpoint
ALTER TABLE `tags` ADD `archived` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `tags` ADD `deleted` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `tags` ADD `replaced_by` text;--> statement-breakpoint
CREATE INDEX `tickets_of_status` ON `tickets` (`status`,`number`) WHERE number > 0;--> statement-breakpoint
CREATE INDEX `tickets_of_priority` ON `tickets` (`priority`,`active`,`number`) WHERE number > 0;--> statement-breakpoint
CREATE INDEX `tickets_of_category` ON `tickets` (`category`,`number`) WHERE number > 0;
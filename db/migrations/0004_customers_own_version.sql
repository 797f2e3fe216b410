DROP INDEX `tickets_customer`;--> statement-breakpoint
ALTER TABLE `tickets` ADD `customer_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE `tickets` SET `customer_version` = `version`;--> statement-breakpoint
CREATE INDEX `tickets_customer` ON `tickets` (`customer_id`,`customer_version`);
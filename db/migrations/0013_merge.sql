ALTER TABLE `tickets` ADD `merged_into` text;--> statement-breakpoint
ALTER TABLE `tickets` ADD `merged_from` text DEFAULT '[]' NOT NULL;
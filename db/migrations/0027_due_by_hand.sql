ALTER TABLE `tickets` ADD `hand_due_at` integer;
--> statement-breakpoint
ALTER TABLE `tickets` ADD `updated_at` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE `tickets` ADD `customer_updated_at` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
UPDATE tickets SET
  updated_at = coalesce((SELECT at FROM events WHERE events.id = tickets.version), last_message_at),
  customer_updated_at = coalesce((SELECT at FROM events WHERE events.id = tickets.customer_version), last_message_at);

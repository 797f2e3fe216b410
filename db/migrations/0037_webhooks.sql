CREATE TABLE `webhook_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`webhook_id` text NOT NULL,
	`event_id` integer,
	`ticket_id` text,
	`type` text NOT NULL,
	`message_id` text NOT NULL,
	`state` text NOT NULL,
	`due_at` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`sent_at` text NOT NULL,
	`status` integer,
	`error` text,
	`took_ms` integer,
	`request` text,
	`answer` text,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`webhook_id`) REFERENCES `webhooks`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_deliveries_event` ON `webhook_deliveries` (`webhook_id`,`event_id`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_log` ON `webhook_deliveries` (`webhook_id`,`id`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_due` ON `webhook_deliveries` (`webhook_id`,`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `webhook_deliveries_lane` ON `webhook_deliveries` (`webhook_id`,`ticket_id`,`event_id`) WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX `webhook_deliveries_ticket` ON `webhook_deliveries` (`ticket_id`);--> statement-breakpoint
CREATE TABLE `webhooks` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`events` text,
	`carries` text NOT NULL,
	`notes` integer NOT NULL,
	`template` text NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	`off_reason` text,
	`off_at` integer,
	`after` integer NOT NULL,
	`secret` text NOT NULL,
	`old_secret` text,
	`old_secret_until` integer,
	`secret_at` integer NOT NULL,
	`failing_since` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);

--> statement-breakpoint
CREATE TRIGGER list_webhooks_insert AFTER INSERT ON webhooks
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'webhooks', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_webhooks_update AFTER UPDATE ON webhooks
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'webhooks', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_webhooks_delete AFTER DELETE ON webhooks
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'webhooks', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;

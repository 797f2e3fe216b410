CREATE TABLE `tags` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`key` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tags_key` ON `tags` (`key`);--> statement-breakpoint
CREATE TABLE `ticket_tags` (
	`tag_id` text NOT NULL,
	`ticket_id` text NOT NULL,
	PRIMARY KEY(`tag_id`, `ticket_id`),
	FOREIGN KEY (`tag_id`) REFERENCES `tags`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `ticket_tags_ticket` ON `ticket_tags` (`ticket_id`);--> statement-breakpoint
ALTER TABLE `tickets` ADD `priority_weight` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `tickets` ADD `response_ms` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `tickets` ADD `resolution_ms` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `tickets` ADD `due_at` integer DEFAULT 8640000000000000 NOT NULL;--> statement-breakpoint
ALTER TABLE `tickets` ADD `breached` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `tickets` ADD `escalated` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `tickets` ADD `importance` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `tickets` ADD `next_move_at` integer;--> statement-breakpoint
ALTER TABLE `tickets` ADD `snoozed_until` integer;--> statement-breakpoint
ALTER TABLE `tickets` ADD `tags` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
CREATE INDEX `tickets_importance` ON `tickets` (`active`,`importance`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_due` ON `tickets` (`active`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_priority` ON `tickets` (`active`,`priority_weight`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_creator` ON `tickets` (`creator_id`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_snoozed` ON `tickets` (`snoozed_until`,`id`) WHERE snoozed_until IS NOT NULL;--> statement-breakpoint
CREATE INDEX `tickets_next_move` ON `tickets` (`next_move_at`) WHERE next_move_at IS NOT NULL;--> statement-breakpoint
UPDATE `tickets` SET
  `priority_weight` = p.weight,
  `response_ms` = p.response_minutes * 60000,
  `resolution_ms` = p.resolution_minutes * 60000
FROM `priorities` p WHERE p.code = `tickets`.`priority`;
--> statement-breakpoint
-- As server/tickets/deadlines.ts has it from here on.
UPDATE `tickets` SET
  `breached` = created_at + resolution_ms <= unixepoch() * 1000,
  `due_at` = min(created_at + resolution_ms, iif(waiting_since = 8640000000000000, waiting_since, waiting_since + response_ms))
WHERE `active`;
--> statement-breakpoint
UPDATE `tickets` SET
  `importance` =
    ((breached * 8 + (waiting_since + response_ms <= unixepoch() * 1000) * 4 + (due_at - unixepoch() * 1000 <= 7200000)) * 1024
      + min(priority_weight, 1023)) * 34359738368
    + 34359738367 - min(waiting_since / 100, 34359738367),
  `next_move_at` = (
    SELECT min(moves_at) FROM (
      SELECT waiting_since + response_ms AS moves_at
      UNION ALL SELECT created_at + resolution_ms
      UNION ALL SELECT due_at - 7200000
    ) WHERE moves_at > unixepoch() * 1000 AND moves_at < 8640000000000000
  )
WHERE `active`;
--> statement-breakpoint
INSERT OR IGNORE INTO counters (name, value) VALUES ('snoozed', 0);
--> statement-breakpoint
DROP TRIGGER tickets_counted_insert;
--> statement-breakpoint
DROP TRIGGER tickets_counted_update;
--> statement-breakpoint
DROP TRIGGER tickets_counted_delete;
--> statement-breakpoint
-- Waiting: active, nobody's, not put off. Snoozed: active and put off, whoever holds it.
CREATE TRIGGER tickets_counted_insert AFTER INSERT ON tickets WHEN NEW.active
BEGIN
  UPDATE users SET active_tickets = active_tickets + 1 WHERE id = NEW.assignee_id;
  UPDATE counters SET value = value + 1
  WHERE name = 'waiting' AND NEW.assignee_id IS NULL AND NEW.snoozed_until IS NULL
    OR name = 'snoozed' AND NEW.snoozed_until IS NOT NULL;
END;
--> statement-breakpoint
CREATE TRIGGER tickets_counted_update AFTER UPDATE OF assignee_id, active, snoozed_until ON tickets
WHEN OLD.active <> NEW.active OR OLD.assignee_id IS NOT NEW.assignee_id OR OLD.snoozed_until IS NOT NEW.snoozed_until
BEGIN
  UPDATE users SET active_tickets = active_tickets - 1 WHERE id = OLD.assignee_id AND OLD.active;
  UPDATE users SET active_tickets = active_tickets + 1 WHERE id = NEW.assignee_id AND NEW.active;
  UPDATE counters
  SET value = value
    + (NEW.active AND NEW.assignee_id IS NULL AND NEW.snoozed_until IS NULL)
    - (OLD.active AND OLD.assignee_id IS NULL AND OLD.snoozed_until IS NULL)
  WHERE name = 'waiting';
  UPDATE counters
  SET value = value + (NEW.active AND NEW.snoozed_until IS NOT NULL) - (OLD.active AND OLD.snoozed_until IS NOT NULL)
  WHERE name = 'snoozed' AND (OLD.snoozed_until IS NOT NULL OR NEW.snoozed_until IS NOT NULL);
END;
--> statement-breakpoint
CREATE TRIGGER tickets_counted_delete AFTER DELETE ON tickets WHEN OLD.active
BEGIN
  UPDATE users SET active_tickets = active_tickets - 1 WHERE id = OLD.assignee_id;
  UPDATE counters SET value = value - 1
  WHERE name = 'waiting' AND OLD.assignee_id IS NULL AND OLD.snoozed_until IS NULL
    OR name = 'snoozed' AND OLD.snoozed_until IS NOT NULL;
END;

CREATE TABLE `team_categories` (
	`category` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	FOREIGN KEY (`category`) REFERENCES `categories`(`code`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `team_categories_team` ON `team_categories` (`team_id`);--> statement-breakpoint
CREATE TABLE `team_members` (
	`team_id` text NOT NULL,
	`user_id` text NOT NULL,
	PRIMARY KEY(`team_id`, `user_id`),
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `team_members_user` ON `team_members` (`user_id`);--> statement-breakpoint
CREATE TABLE `team_sites` (
	`site_id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `team_sites_team` ON `team_sites` (`team_id`);--> statement-breakpoint
CREATE TABLE `teams` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`key` text NOT NULL,
	`overflow` integer NOT NULL,
	`hours` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `teams_key` ON `teams` (`key`);--> statement-breakpoint
ALTER TABLE `tickets` ADD `team_id` text REFERENCES teams(id);--> statement-breakpoint
CREATE INDEX `tickets_team` ON `tickets` (`team_id`,`active`) WHERE team_id IS NOT NULL;
--> statement-breakpoint
-- Who works with teams so far as they see to it: agents see them, supervisors make and change them.
INSERT INTO role_permissions (role, area, "view", "create", "update", "delete")
SELECT code, 'teams', true, code <> 'agent', code <> 'agent', code = 'admin' FROM roles
WHERE code IN ('agent', 'supervisor', 'admin')
ON CONFLICT DO NOTHING;
--> statement-breakpoint
CREATE TRIGGER list_teams_insert AFTER INSERT ON teams
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'teams', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_teams_update AFTER UPDATE OF name, overflow ON teams
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'teams', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_teams_delete AFTER DELETE ON teams
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'teams', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_teams_joined AFTER INSERT ON team_members
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'teams', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_teams_left AFTER DELETE ON team_members
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'teams', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
-- The tickets that wait for a team are counted by name, so that all counts of a desk are one look-up.
CREATE TRIGGER teams_counted_insert AFTER INSERT ON teams
BEGIN
  INSERT INTO counters (name, value) VALUES ('waiting:' || NEW.id, 0);
END;
--> statement-breakpoint
CREATE TRIGGER teams_counted_delete AFTER DELETE ON teams
BEGIN
  DELETE FROM counters WHERE name = 'waiting:' || OLD.id;
END;
--> statement-breakpoint
DROP TRIGGER tickets_counted_insert;
--> statement-breakpoint
DROP TRIGGER tickets_counted_update;
--> statement-breakpoint
DROP TRIGGER tickets_counted_delete;
--> statement-breakpoint
CREATE TRIGGER tickets_counted_insert AFTER INSERT ON tickets WHEN NEW.active
BEGIN
  UPDATE users SET active_tickets = active_tickets + 1 WHERE id = NEW.assignee_id;
  UPDATE counters SET value = value + 1
  WHERE name IN ('waiting', 'waiting:' || NEW.team_id) AND NEW.assignee_id IS NULL AND NEW.snoozed_until IS NULL
    OR name = 'snoozed' AND NEW.snoozed_until IS NOT NULL;
END;
--> statement-breakpoint
CREATE TRIGGER tickets_counted_update AFTER UPDATE OF assignee_id, active, snoozed_until, team_id ON tickets
WHEN OLD.active <> NEW.active OR OLD.assignee_id IS NOT NEW.assignee_id
  OR OLD.snoozed_until IS NOT NEW.snoozed_until OR OLD.team_id IS NOT NEW.team_id
BEGIN
  UPDATE users SET active_tickets = active_tickets - 1 WHERE id = OLD.assignee_id AND OLD.active;
  UPDATE users SET active_tickets = active_tickets + 1 WHERE id = NEW.assignee_id AND NEW.active;
  UPDATE counters SET value = value - 1
  WHERE name IN ('waiting', 'waiting:' || OLD.team_id)
    AND OLD.active AND OLD.assignee_id IS NULL AND OLD.snoozed_until IS NULL;
  UPDATE counters SET value = value + 1
  WHERE name IN ('waiting', 'waiting:' || NEW.team_id)
    AND NEW.active AND NEW.assignee_id IS NULL AND NEW.snoozed_until IS NULL;
  UPDATE counters
  SET value = value + (NEW.active AND NEW.snoozed_until IS NOT NULL) - (OLD.active AND OLD.snoozed_until IS NOT NULL)
  WHERE name = 'snoozed' AND (OLD.snoozed_until IS NOT NULL OR NEW.snoozed_until IS NOT NULL);
END;
--> statement-breakpoint
CREATE TRIGGER tickets_counted_delete AFTER DELETE ON tickets WHEN OLD.active
BEGIN
  UPDATE users SET active_tickets = active_tickets - 1 WHERE id = OLD.assignee_id;
  UPDATE counters SET value = value - 1
  WHERE name IN ('waiting', 'waiting:' || OLD.team_id) AND OLD.assignee_id IS NULL AND OLD.snoozed_until IS NULL
    OR name = 'snoozed' AND OLD.snoozed_until IS NOT NULL;
END;

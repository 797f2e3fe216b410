CREATE TABLE `list_versions` (
	`list` text NOT NULL,
	`owner` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`list`, `owner`)
);
--> statement-breakpoint
CREATE INDEX `list_versions_version` ON `list_versions` (`version`);
--> statement-breakpoint
INSERT INTO counters (name, value) VALUES ('lists', 1) ON CONFLICT (name) DO NOTHING;
--> statement-breakpoint
-- What is there counts as changed once, so that the first catch-up brings it.
INSERT INTO list_versions (list, owner, version) VALUES
  ('statuses', '', 1), ('priorities', '', 1), ('categories', '', 1), ('tags', '', 1), ('team', '', 1),
  ('sharedViews', '', 1), ('sharedReplies', '', 1);
--> statement-breakpoint
INSERT INTO list_versions (list, owner, version) SELECT DISTINCT 'ownViews', owner_id, 1 FROM views WHERE NOT shared;
--> statement-breakpoint
INSERT INTO list_versions (list, owner, version) SELECT DISTINCT 'ownReplies', owner_id, 1 FROM saved_replies WHERE owner_id IS NOT NULL;
--> statement-breakpoint
CREATE TRIGGER list_statuses_insert AFTER INSERT ON statuses
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'statuses', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_statuses_update AFTER UPDATE ON statuses
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'statuses', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_statuses_delete AFTER DELETE ON statuses
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'statuses', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_priorities_insert AFTER INSERT ON priorities
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'priorities', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_priorities_update AFTER UPDATE ON priorities
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'priorities', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_priorities_delete AFTER DELETE ON priorities
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'priorities', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_categories_insert AFTER INSERT ON categories
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'categories', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_categories_update AFTER UPDATE ON categories
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'categories', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_categories_delete AFTER DELETE ON categories
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'categories', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_tags_insert AFTER INSERT ON tags
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'tags', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_tags_update AFTER UPDATE ON tags
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'tags', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_tags_delete AFTER DELETE ON tags
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'tags', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_team_insert AFTER INSERT ON users
WHEN (SELECT kind FROM roles WHERE code = NEW.role) = 'staff'
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'team', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_team_update AFTER UPDATE OF name, role, active, capacity, availability ON users
WHEN (SELECT kind FROM roles WHERE code = NEW.role) = 'staff' OR (SELECT kind FROM roles WHERE code = OLD.role) = 'staff'
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'team', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_team_delete AFTER DELETE ON users
WHEN (SELECT kind FROM roles WHERE code = OLD.role) = 'staff'
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'team', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_shared_views_insert AFTER INSERT ON views
WHEN NEW.shared
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'sharedViews', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_shared_views_update AFTER UPDATE ON views
WHEN NEW.shared OR OLD.shared
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'sharedViews', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_shared_views_delete AFTER DELETE ON views
WHEN OLD.shared
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'sharedViews', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_own_views_insert AFTER INSERT ON views
WHEN NOT NEW.shared
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'ownViews', NEW.owner_id, value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_own_views_update AFTER UPDATE ON views
WHEN NOT (NEW.shared AND OLD.shared)
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'ownViews', NEW.owner_id, value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_own_views_delete AFTER DELETE ON views
WHEN NOT OLD.shared
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'ownViews', OLD.owner_id, value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_shared_replies_insert AFTER INSERT ON saved_replies
WHEN NEW.owner_id IS NULL
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'sharedReplies', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_shared_replies_update AFTER UPDATE ON saved_replies
WHEN NEW.owner_id IS NULL OR OLD.owner_id IS NULL
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'sharedReplies', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_shared_replies_delete AFTER DELETE ON saved_replies
WHEN OLD.owner_id IS NULL
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'sharedReplies', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_own_replies_insert AFTER INSERT ON saved_replies
WHEN NEW.owner_id IS NOT NULL
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'ownReplies', NEW.owner_id, value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_own_replies_update AFTER UPDATE ON saved_replies
WHEN NEW.owner_id IS NOT NULL
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'ownReplies', NEW.owner_id, value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_own_replies_delete AFTER DELETE ON saved_replies
WHEN OLD.owner_id IS NOT NULL
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'ownReplies', OLD.owner_id, value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;

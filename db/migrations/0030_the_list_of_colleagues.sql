-- The list of the staff was named team. Teams, which tickets wait for, are another thing.
UPDATE list_versions SET list = 'colleagues' WHERE list = 'team';
--> statement-breakpoint
DROP TRIGGER list_team_insert;
--> statement-breakpoint
DROP TRIGGER list_team_update;
--> statement-breakpoint
DROP TRIGGER list_team_delete;
--> statement-breakpoint
CREATE TRIGGER list_colleagues_insert AFTER INSERT ON users
WHEN (SELECT kind FROM roles WHERE code = NEW.role) = 'staff'
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'colleagues', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_colleagues_update AFTER UPDATE OF name, role, active, capacity, availability ON users
WHEN (SELECT kind FROM roles WHERE code = NEW.role) = 'staff' OR (SELECT kind FROM roles WHERE code = OLD.role) = 'staff'
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'colleagues', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_colleagues_delete AFTER DELETE ON users
WHEN (SELECT kind FROM roles WHERE code = OLD.role) = 'staff'
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'colleagues', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;

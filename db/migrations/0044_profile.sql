ALTER TABLE `users` ADD `picture` text;--> statement-breakpoint
CREATE UNIQUE INDEX `users_picture` ON `users` (`picture`) WHERE picture IS NOT NULL;--> statement-breakpoint
-- However a picture goes, replaced, removed or with its person: a job removes its file.
CREATE TRIGGER pictures_replaced AFTER UPDATE OF picture ON users
WHEN OLD.picture IS NOT NULL AND OLD.picture IS NOT NEW.picture
BEGIN
  INSERT OR IGNORE INTO jobs (id, kind, key, payload, due_at, created_at)
  VALUES (OLD.picture, 'files.remove', OLD.picture, '{}', 0, CAST(unixepoch('subsec') * 1000 AS integer));
END;
--> statement-breakpoint
CREATE TRIGGER pictures_gone AFTER DELETE ON users
WHEN OLD.picture IS NOT NULL
BEGIN
  INSERT OR IGNORE INTO jobs (id, kind, key, payload, due_at, created_at)
  VALUES (OLD.picture, 'files.remove', OLD.picture, '{}', 0, CAST(unixepoch('subsec') * 1000 AS integer));
END;
--> statement-breakpoint
CREATE TRIGGER list_profile_update AFTER UPDATE OF name, email, picture, locale, time_zone ON users
WHEN OLD.name <> NEW.name OR OLD.email IS NOT NEW.email OR OLD.picture IS NOT NEW.picture
  OR OLD.locale <> NEW.locale OR OLD.time_zone <> NEW.time_zone
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'profile', NEW.id, value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
DROP TRIGGER list_colleagues_update;
--> statement-breakpoint
CREATE TRIGGER list_colleagues_update AFTER UPDATE OF name, role, active, capacity, availability, picture ON users
WHEN (SELECT kind FROM roles WHERE code = NEW.role) = 'staff' OR (SELECT kind FROM roles WHERE code = OLD.role) = 'staff'
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'colleagues', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;

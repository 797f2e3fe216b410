CREATE TABLE `menu_people` (
	`item` text NOT NULL,
	`user_id` text NOT NULL,
	PRIMARY KEY(`item`, `user_id`),
	FOREIGN KEY (`item`) REFERENCES `menu_items`(`code`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `menu_roles` (
	`item` text NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`item`, `role`),
	FOREIGN KEY (`item`) REFERENCES `menu_items`(`code`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`role`) REFERENCES `roles`(`code`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `menu_items` ADD `icon` text;--> statement-breakpoint
ALTER TABLE `menu_items` ADD `hidden` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `menu_items` ADD `is_own` integer DEFAULT false NOT NULL;--> statement-breakpoint
-- What is there counts as changed once, so that the first catch-up brings it.
INSERT INTO list_versions (list, owner, version)
SELECT changed.list, '', counters.value FROM counters JOIN (SELECT 'roles' AS list UNION ALL SELECT 'menu') AS changed
WHERE counters.name = 'lists';
--> statement-breakpoint
CREATE TRIGGER list_roles_insert AFTER INSERT ON roles
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'roles', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_roles_update AFTER UPDATE ON roles
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'roles', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_roles_delete AFTER DELETE ON roles
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'roles', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_role_rights_insert AFTER INSERT ON role_permissions
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'roles', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_role_rights_update AFTER UPDATE ON role_permissions
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'roles', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_role_rights_delete AFTER DELETE ON role_permissions
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'roles', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_menu_items_insert AFTER INSERT ON menu_items
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'menu', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_menu_items_update AFTER UPDATE ON menu_items
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'menu', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_menu_items_delete AFTER DELETE ON menu_items
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'menu', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_menu_roles_insert AFTER INSERT ON menu_roles
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'menu', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_menu_roles_update AFTER UPDATE ON menu_roles
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'menu', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_menu_roles_delete AFTER DELETE ON menu_roles
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'menu', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_menu_people_insert AFTER INSERT ON menu_people
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'menu', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_menu_people_update AFTER UPDATE ON menu_people
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'menu', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;
--> statement-breakpoint
CREATE TRIGGER list_menu_people_delete AFTER DELETE ON menu_people
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'lists';
  INSERT INTO list_versions (list, owner, version)
  SELECT 'menu', '', value FROM counters WHERE name = 'lists'
  ON CONFLICT (list, owner) DO UPDATE SET version = excluded.version;
END;

-- Counts up with every change of who may do what, so that whoever keeps a person in memory knows when to look again.
INSERT OR IGNORE INTO counters (name, value) VALUES ('rights', 0);
--> statement-breakpoint
CREATE TRIGGER rights_users AFTER UPDATE OF name, role, active, capacity, password_hash ON users
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'rights';
END;
--> statement-breakpoint
CREATE TRIGGER rights_users_gone AFTER DELETE ON users
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'rights';
END;
--> statement-breakpoint
CREATE TRIGGER rights_sessions_gone AFTER DELETE ON sessions
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'rights';
END;
--> statement-breakpoint
CREATE TRIGGER rights_roles AFTER UPDATE ON roles
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'rights';
END;
--> statement-breakpoint
CREATE TRIGGER rights_of_roles_added AFTER INSERT ON role_permissions
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'rights';
END;
--> statement-breakpoint
CREATE TRIGGER rights_of_roles AFTER UPDATE ON role_permissions
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'rights';
END;
--> statement-breakpoint
CREATE TRIGGER rights_of_roles_gone AFTER DELETE ON role_permissions
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'rights';
END;
--> statement-breakpoint
CREATE TRIGGER rights_of_users_added AFTER INSERT ON user_permissions
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'rights';
END;
--> statement-breakpoint
CREATE TRIGGER rights_of_users AFTER UPDATE ON user_permissions
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'rights';
END;
--> statement-breakpoint
CREATE TRIGGER rights_of_users_gone AFTER DELETE ON user_permissions
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'rights';
END;

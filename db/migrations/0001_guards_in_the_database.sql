-- What must hold whatever the code does. The counters are kept here, so that no command can forget one.
CREATE TRIGGER users_capacity BEFORE UPDATE OF active_tickets ON users
WHEN NEW.active_tickets > OLD.active_tickets AND NEW.active_tickets > NEW.capacity
BEGIN
  SELECT RAISE(ABORT, 'over capacity');
END;
--> statement-breakpoint
CREATE TRIGGER tickets_counted_insert AFTER INSERT ON tickets WHEN NEW.active
BEGIN
  UPDATE users SET active_tickets = active_tickets + 1 WHERE id = NEW.assignee_id;
  UPDATE counters SET value = value + 1 WHERE name = 'waiting' AND NEW.assignee_id IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER tickets_counted_update AFTER UPDATE OF assignee_id, active ON tickets
WHEN OLD.active <> NEW.active OR OLD.assignee_id IS NOT NEW.assignee_id
BEGIN
  UPDATE users SET active_tickets = active_tickets - 1 WHERE id = OLD.assignee_id AND OLD.active;
  UPDATE users SET active_tickets = active_tickets + 1 WHERE id = NEW.assignee_id AND NEW.active;
  UPDATE counters
  SET value = value + (NEW.active AND NEW.assignee_id IS NULL) - (OLD.active AND OLD.assignee_id IS NULL)
  WHERE name = 'waiting';
END;
--> statement-breakpoint
CREATE TRIGGER tickets_counted_delete AFTER DELETE ON tickets WHEN OLD.active
BEGIN
  UPDATE users SET active_tickets = active_tickets - 1 WHERE id = OLD.assignee_id;
  UPDATE counters SET value = value - 1 WHERE name = 'waiting' AND OLD.assignee_id IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER audit_log_keeps BEFORE UPDATE ON audit_log
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER audit_log_stays BEFORE DELETE ON audit_log
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

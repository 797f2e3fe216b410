DROP INDEX `audit_target`;--> statement-breakpoint
ALTER TABLE `audit_log` ADD `via` text;--> statement-breakpoint
ALTER TABLE `audit_log` ADD `credential_id` text;--> statement-breakpoint
ALTER TABLE `audit_log` ADD `address` text;--> statement-breakpoint
ALTER TABLE `audit_log` ADD `topic` text DEFAULT 'other' NOT NULL;--> statement-breakpoint
ALTER TABLE `audit_log` ADD `before` text;--> statement-breakpoint
ALTER TABLE `audit_log` ADD `after` text;--> statement-breakpoint
CREATE INDEX `audit_time` ON `audit_log` (`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_acts` ON `audit_log` (`at`,`id`) WHERE topic <> 'sign_ins';--> statement-breakpoint
CREATE INDEX `audit_topic` ON `audit_log` (`topic`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_action` ON `audit_log` (`action`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_actor` ON `audit_log` (`actor_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_request` ON `audit_log` (`request_id`);--> statement-breakpoint
CREATE INDEX `audit_target` ON `audit_log` (`target_id`,`at`,`id`);--> statement-breakpoint
-- The topic follows from the action, so that filling it in changes nothing that a line says.
DROP TRIGGER audit_log_keeps;--> statement-breakpoint
UPDATE audit_log SET topic = CASE
  WHEN `action` IN ('user.added', 'user.edited', 'user.activated', 'user.deactivated', 'user.signed_out', 'user.session_ended', 'invitation.made', 'invitation.renewed', 'invitation.revoked', 'invitation.accepted') THEN 'people'
  WHEN `action` IN ('user.password_changed', 'password_link.made', 'password_link.used', 'access.refused') THEN 'security'
  WHEN `action` IN ('ticket.deleted', 'message.deleted', 'note.deleted', 'attachment.deleted') THEN 'tickets'
  WHEN `action` IN ('saved_reply.added', 'saved_reply.edited', 'saved_reply.deleted', 'view.shared', 'view.edited', 'view.deleted') THEN 'replies'
  WHEN `action` IN ('site.created', 'site.edited', 'site.deleted', 'site.identity_on', 'site.identity_rotated', 'site.identity_off', 'visitor.blocked', 'visitor.unblocked') THEN 'widget'
  WHEN `action` IN ('settings.edited') THEN 'settings'
  WHEN `action` IN ('job.retried', 'job.discarded') THEN 'work'
  WHEN `action` IN ('audit.exported') THEN 'audit'
  WHEN `action` IN ('session.started', 'session.ended', 'session.others_ended', 'session.refused', 'visitor.started', 'visitor.known', 'visitor.joined') THEN 'sign_ins'
  ELSE 'other'
END;--> statement-breakpoint
CREATE TRIGGER audit_log_keeps BEFORE UPDATE ON audit_log
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

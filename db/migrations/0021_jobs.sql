CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`payload` text NOT NULL,
	`due_at` integer NOT NULL,
	`holder` text,
	`lease_until` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`asked` integer DEFAULT 1 NOT NULL,
	`last_error` text,
	`dead_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_key` ON `jobs` (`kind`,`key`);--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`kind`,`due_at`) WHERE dead_at IS NULL;--> statement-breakpoint
CREATE INDEX `jobs_dead` ON `jobs` (`dead_at`) WHERE dead_at IS NOT NULL;
--> statement-breakpoint
-- However a row goes, by itself or with its message, note or ticket: jobs remove its files.
DROP TRIGGER attachments_gone;
--> statement-breakpoint
CREATE TRIGGER attachments_gone AFTER DELETE ON attachments
BEGIN
  INSERT OR IGNORE INTO jobs (id, kind, key, payload, due_at, created_at)
  SELECT key, 'files.remove', key, '{}', 0, CAST(unixepoch('subsec') * 1000 AS integer)
  FROM (SELECT OLD.storage_key AS key UNION ALL SELECT OLD.thumbnail_key) WHERE key IS NOT NULL;
END;
--> statement-breakpoint
INSERT INTO jobs (id, kind, key, payload, due_at, created_at)
SELECT key, 'files.remove', key, '{}', 0, CAST(unixepoch('subsec') * 1000 AS integer) FROM removed_files;
--> statement-breakpoint
DROP TABLE `removed_files`;

CREATE TABLE `new_reply_times` (
	`hour` integer NOT NULL,
	`team_id` text DEFAULT '' NOT NULL,
	`bucket` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`hour`, `team_id`, `bucket`)
);
--> statement-breakpoint
-- So far all answers were to tickets of no team.
INSERT INTO new_reply_times (hour, team_id, bucket, count) SELECT hour, '', bucket, count FROM reply_times;
--> statement-breakpoint
DROP TABLE `reply_times`;
--> statement-breakpoint
ALTER TABLE `new_reply_times` RENAME TO `reply_times`;

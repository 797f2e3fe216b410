CREATE TABLE `earlier_texts` (
	`event_id` integer NOT NULL,
	`what` text NOT NULL,
	`ticket_id` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`event_id`, `what`),
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `earlier_texts_ticket` ON `earlier_texts` (`ticket_id`);
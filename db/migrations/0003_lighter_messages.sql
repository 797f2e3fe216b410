DROP INDEX `events_customer`;--> statement-breakpoint
DROP INDEX `messages_event`;
ALTER TABLE `tickets` ADD `site_id` text;--> statement-breakpoint
UPDATE `tickets` SET `site_id` = (SELECT `site_id` FROM `visitors` WHERE `user_id` = `tickets`.`customer_id`) WHERE `channel` = 'widget';

ALTER TABLE `menu_items` ADD `parent` text;--> statement-breakpoint
ALTER TABLE `menu_items` ADD `section` text;--> statement-breakpoint
UPDATE `menu_items` SET `href` = '/desk/settings/people', `parent` = 'settings', `section` = 'People', `weight` = 110 WHERE `code` = 'people';--> statement-breakpoint
UPDATE `menu_items` SET `href` = '/desk/settings/sites', `parent` = 'settings', `section` = 'Conversations', `weight` = 120 WHERE `code` = 'sites';--> statement-breakpoint
UPDATE `menu_items` SET `href` = '/desk/settings/replies', `parent` = 'settings', `section` = 'Conversations', `weight` = 130 WHERE `code` = 'replies';--> statement-breakpoint
UPDATE `menu_items` SET `href` = '/desk/settings/work', `parent` = 'settings', `section` = 'This installation', `weight` = 190 WHERE `code` = 'work';--> statement-breakpoint
UPDATE `menu_items` SET `area` = NULL WHERE `code` = 'settings';

/**
 * Every trigger with the rule that it guards, whichever command writes. The migrations create them; another database needs
 * the same triggers.
 */
export const TRIGGERS: { name: string; table: string; guards: string }[] = [
  {
    name: 'rights_tokens',
    table: 'api_tokens',
    guards: 'The rights stamp moves when a token gets another secret, other scopes or another end.',
  },
  { name: 'rights_tokens_gone', table: 'api_tokens', guards: 'The rights stamp moves when a token is deleted.' },
  {
    name: 'attachments_gone',
    table: 'attachments',
    guards: 'A job files.remove exists for the file and for the thumbnail of a deleted attachment.',
  },
  { name: 'audit_log_keeps', table: 'audit_log', guards: 'No line of the audit log is changed.' },
  { name: 'audit_log_stays', table: 'audit_log', guards: 'No line of the audit log is deleted.' },
  {
    name: 'list_categories_delete',
    table: 'categories',
    guards: 'list_versions has a new version of the categories after a delete.',
  },
  {
    name: 'list_categories_insert',
    table: 'categories',
    guards: 'list_versions has a new version of the categories after an insert.',
  },
  {
    name: 'list_categories_update',
    table: 'categories',
    guards: 'list_versions has a new version of the categories after an update.',
  },
  {
    name: 'list_invitations_delete',
    table: 'invitations',
    guards: 'list_versions has a new version of the invitations after a delete.',
  },
  {
    name: 'list_invitations_insert',
    table: 'invitations',
    guards: 'list_versions has a new version of the invitations after an insert.',
  },
  {
    name: 'list_invitations_update',
    table: 'invitations',
    guards: 'list_versions has a new version of the invitations after an update.',
  },
  {
    name: 'mentions_counted_delete',
    table: 'mentions',
    guards:
      'users.mentioned counts the tickets with a mention that the person has not seen, after a mention is deleted.',
  },
  { name: 'mentions_counted_insert', table: 'mentions', guards: 'The same, after a mention is added.' },
  { name: 'mentions_counted_seen', table: 'mentions', guards: 'The same, after a mention is seen.' },
  {
    name: 'list_menu_items_delete',
    table: 'menu_items',
    guards: 'list_versions has a new version of the menu after a delete.',
  },
  {
    name: 'list_menu_items_insert',
    table: 'menu_items',
    guards: 'list_versions has a new version of the menu after an insert.',
  },
  {
    name: 'list_menu_items_update',
    table: 'menu_items',
    guards: 'list_versions has a new version of the menu after an update.',
  },
  {
    name: 'list_menu_people_delete',
    table: 'menu_people',
    guards: 'list_versions has a new version of the menu after a delete.',
  },
  {
    name: 'list_menu_people_insert',
    table: 'menu_people',
    guards: 'list_versions has a new version of the menu after an insert.',
  },
  {
    name: 'list_menu_people_update',
    table: 'menu_people',
    guards: 'list_versions has a new version of the menu after an update.',
  },
  {
    name: 'list_menu_roles_delete',
    table: 'menu_roles',
    guards: 'list_versions has a new version of the menu after a delete.',
  },
  {
    name: 'list_menu_roles_insert',
    table: 'menu_roles',
    guards: 'list_versions has a new version of the menu after an insert.',
  },
  {
    name: 'list_menu_roles_update',
    table: 'menu_roles',
    guards: 'list_versions has a new version of the menu after an update.',
  },
  {
    name: 'search_message_changed',
    table: 'messages',
    guards: 'The words of a message as they were indexed stand in conversation_removals once its text changes.',
  },
  {
    name: 'search_note_changed',
    table: 'notes',
    guards: 'The words of a note as they were indexed stand in note_removals once its text changes.',
  },
  {
    name: 'list_priorities_delete',
    table: 'priorities',
    guards: 'list_versions has a new version of the priorities after a delete.',
  },
  {
    name: 'list_priorities_insert',
    table: 'priorities',
    guards: 'list_versions has a new version of the priorities after an insert.',
  },
  {
    name: 'list_priorities_update',
    table: 'priorities',
    guards: 'list_versions has a new version of the priorities after an update.',
  },
  {
    name: 'list_role_rights_delete',
    table: 'role_permissions',
    guards: 'list_versions has a new version of the roles after a delete.',
  },
  {
    name: 'list_role_rights_insert',
    table: 'role_permissions',
    guards: 'list_versions has a new version of the roles after an insert.',
  },
  {
    name: 'list_role_rights_update',
    table: 'role_permissions',
    guards: 'list_versions has a new version of the roles after an update.',
  },
  {
    name: 'rights_of_roles',
    table: 'role_permissions',
    guards: 'The rights stamp moves with every changed right of a role, so that no cache keeps the old one.',
  },
  { name: 'rights_of_roles_added', table: 'role_permissions', guards: 'The same, for an added right of a role.' },
  { name: 'rights_of_roles_gone', table: 'role_permissions', guards: 'The same, for a deleted right of a role.' },
  { name: 'list_roles_delete', table: 'roles', guards: 'list_versions has a new version of the roles after a delete.' },
  {
    name: 'list_roles_insert',
    table: 'roles',
    guards: 'list_versions has a new version of the roles after an insert.',
  },
  {
    name: 'list_roles_update',
    table: 'roles',
    guards: 'list_versions has a new version of the roles after an update.',
  },
  { name: 'rights_roles', table: 'roles', guards: 'The rights stamp moves when a role changes.' },
  {
    name: 'list_own_replies_delete',
    table: 'saved_replies',
    guards: 'list_versions has a new version of the saved replies of one person after a delete.',
  },
  {
    name: 'list_own_replies_insert',
    table: 'saved_replies',
    guards: 'list_versions has a new version of the saved replies of one person after an insert.',
  },
  {
    name: 'list_own_replies_update',
    table: 'saved_replies',
    guards: 'list_versions has a new version of the saved replies of one person after an update.',
  },
  {
    name: 'list_shared_replies_delete',
    table: 'saved_replies',
    guards: 'list_versions has a new version of the shared saved replies after a delete.',
  },
  {
    name: 'list_shared_replies_insert',
    table: 'saved_replies',
    guards: 'list_versions has a new version of the shared saved replies after an insert.',
  },
  {
    name: 'list_shared_replies_update',
    table: 'saved_replies',
    guards: 'list_versions has a new version of the shared saved replies after an update.',
  },
  {
    name: 'rights_sessions_gone',
    table: 'sessions',
    guards: 'The rights stamp moves when a session is deleted, so that nobody stays signed in by a cache.',
  },
  {
    name: 'list_statuses_delete',
    table: 'statuses',
    guards: 'list_versions has a new version of the statuses after a delete.',
  },
  {
    name: 'list_statuses_insert',
    table: 'statuses',
    guards: 'list_versions has a new version of the statuses after an insert.',
  },
  {
    name: 'list_statuses_update',
    table: 'statuses',
    guards: 'list_versions has a new version of the statuses after an update.',
  },
  { name: 'list_tags_delete', table: 'tags', guards: 'list_versions has a new version of the tags after a delete.' },
  { name: 'list_tags_insert', table: 'tags', guards: 'list_versions has a new version of the tags after an insert.' },
  { name: 'list_tags_update', table: 'tags', guards: 'list_versions has a new version of the tags after an update.' },
  {
    name: 'list_teams_joined',
    table: 'team_members',
    guards: 'list_versions has a new version of the teams after somebody joins one.',
  },
  {
    name: 'list_teams_left',
    table: 'team_members',
    guards: 'The same, after somebody leaves one.',
  },
  {
    name: 'list_teams_delete',
    table: 'teams',
    guards: 'list_versions has a new version of the teams after a delete.',
  },
  {
    name: 'list_teams_insert',
    table: 'teams',
    guards: 'list_versions has a new version of the teams after an insert.',
  },
  {
    name: 'list_teams_update',
    table: 'teams',
    guards: 'list_versions has a new version of the teams after an update.',
  },
  {
    name: 'teams_counted_delete',
    table: 'teams',
    guards: 'No counter is left of a deleted team.',
  },
  {
    name: 'teams_counted_insert',
    table: 'teams',
    guards: 'Each team has a counter of the tickets that wait for it.',
  },
  {
    name: 'search_customer_changed',
    table: 'tickets',
    guards: 'What was indexed for the former customer of a ticket stands in conversation_removals.',
  },
  {
    name: 'search_subject_changed',
    table: 'tickets',
    guards: 'The former subject of a ticket, as it was indexed, stands in conversation_removals.',
  },
  {
    name: 'search_ticket_deleted',
    table: 'tickets',
    guards: 'What was indexed of a deleted ticket stands in conversation_removals and note_removals.',
  },
  {
    name: 'tickets_counted_delete',
    table: 'tickets',
    guards:
      'users.active_tickets and the counters waiting, snoozed and waiting of each team are those of the tickets, after one is deleted.',
  },
  { name: 'tickets_counted_insert', table: 'tickets', guards: 'The same, after a ticket is added.' },
  {
    name: 'tickets_counted_update',
    table: 'tickets',
    guards: 'The same, after a ticket changes hands or teams, ends, reopens, or is snoozed or woken.',
  },
  {
    name: 'rights_of_users',
    table: 'user_permissions',
    guards: 'The rights stamp moves with a changed right of a person.',
  },
  { name: 'rights_of_users_added', table: 'user_permissions', guards: 'The same, for an added right of a person.' },
  { name: 'rights_of_users_gone', table: 'user_permissions', guards: 'The same, for a deleted right of a person.' },
  {
    name: 'list_colleagues_delete',
    table: 'users',
    guards: 'list_versions has a new version of the colleagues after a delete.',
  },
  {
    name: 'list_colleagues_insert',
    table: 'users',
    guards: 'list_versions has a new version of the colleagues after an insert.',
  },
  {
    name: 'list_colleagues_update',
    table: 'users',
    guards: 'list_versions has a new version of the colleagues after an update.',
  },
  {
    name: 'list_profile_update',
    table: 'users',
    guards: 'list_versions has a new version of the profile of one person after they change.',
  },
  {
    name: 'pictures_gone',
    table: 'users',
    guards: 'A job files.remove exists for the picture of a deleted person.',
  },
  {
    name: 'pictures_replaced',
    table: 'users',
    guards: 'A job files.remove exists for a picture that was replaced or removed.',
  },
  {
    name: 'rights_users',
    table: 'users',
    guards: 'The rights stamp moves when a person gets another name, role, capacity or password, or is deactivated.',
  },
  { name: 'rights_users_gone', table: 'users', guards: 'The rights stamp moves when a person is deleted.' },
  {
    name: 'users_capacity',
    table: 'users',
    guards: 'Nobody is given more active tickets than their capacity; a capacity that was lowered moves nothing.',
  },
  { name: 'users_renamed', table: 'users', guards: 'users.folded is null once a name or an address changed.' },
  {
    name: 'list_own_views_delete',
    table: 'views',
    guards: 'list_versions has a new version of the views of one person after a delete.',
  },
  {
    name: 'list_own_views_insert',
    table: 'views',
    guards: 'list_versions has a new version of the views of one person after an insert.',
  },
  {
    name: 'list_own_views_update',
    table: 'views',
    guards: 'list_versions has a new version of the views of one person after an update.',
  },
  {
    name: 'list_shared_views_delete',
    table: 'views',
    guards: 'list_versions has a new version of the shared views after a delete.',
  },
  {
    name: 'list_shared_views_insert',
    table: 'views',
    guards: 'list_versions has a new version of the shared views after an insert.',
  },
  {
    name: 'list_shared_views_update',
    table: 'views',
    guards: 'list_versions has a new version of the shared views after an update.',
  },
  {
    name: 'list_webhooks_delete',
    table: 'webhooks',
    guards: 'list_versions has a new version of the webhooks after a delete.',
  },
  {
    name: 'list_webhooks_insert',
    table: 'webhooks',
    guards: 'list_versions has a new version of the webhooks after an insert.',
  },
  {
    name: 'list_webhooks_update',
    table: 'webhooks',
    guards: 'list_versions has a new version of the webhooks after an update.',
  },
];

/**
 * Every column that names a person, as `table.column`, with the file of the archive that has its data, or the reason for none.
 * A test holds both lists against the database, so that no new table is forgotten.
 */
export const COVERS = {
  'sessions.user_id': 'sessions.json',
  'known_devices.user_id': 'sessions.json',
  'drafts.user_id': 'drafts.json',
  'visitors.user_id': 'visits.json',
  'totp_secrets.user_id': 'profile.json',
  'passkeys.user_id': 'profile.json',
  'identities.user_id': 'profile.json',
  'api_tokens.user_id': 'profile.json',
  'team_members.user_id': 'profile.json',
  'saved_replies.owner_id': 'saved-replies.json',
  'views.owner_id': 'views.json',
  'tickets.customer_id': 'tickets/',
  'attachments.uploader_id': 'files/',
  'assignments.assignee_id': 'assignments.json',
  'messages.author_id': 'messages.json',
  'notes.author_id': 'notes.json',
} as const;

export const LEAVES_OUT = {
  'password_links.user_id': 'A secret, and gone within days.',
  'password_links.by_id': 'About another person. The audit log has that it was made.',
  'invitations.by_id': 'About another person. The audit log has that it was sent.',
  'recovery_codes.user_id': 'Secrets.',
  'pending_sign_ins.user_id': 'A secret, and gone within minutes.',
  'passkey_challenges.user_id': 'A secret, and gone within minutes.',
  'oidc_flows.user_id': 'A secret, and gone within minutes.',
  'pending_connections.user_id': 'A secret, and gone within minutes.',
  'user_permissions.user_id': 'A decision of the installation about its own work. The audit log has each change.',
  'menu_people.user_id': 'A decision of the installation about its own work.',
  'mentions.user_id': 'Words of the colleague who wrote the note.',
  'read_marks.user_id': 'A place in a ticket, of use only to the screen.',
  'api_tokens.by_id': 'The program of a machine. The audit log has that the person made it.',
  'person_exports.user_id': 'The export itself. The audit log has each.',
  'person_exports.by_id': 'About another person. The audit log has each.',
  'tickets.creator_id': 'The first message has its author.',
  'tickets.assignee_id': 'The last of the assignments.',
  'tickets.last_author_id': 'The last of the messages.',
  'assignments.by_id': 'About the ticket of another person.',
  'links.by_id': 'About two tickets of other people.',
  'holds.user_id': 'May belong to a dispute with the person.',
  'earlier_names.user_id': 'Would tell of a legal hold.',
  'holds.by_id': 'About another person. The audit log has each.',
} as const;

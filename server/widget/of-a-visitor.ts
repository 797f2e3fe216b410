/**
 * The columns that name a person, as `table.column`, and what happens to the rows of an anonymous visitor whom their site
 * identifies as a known customer. A test holds this list against the database, so that no new table is forgotten.
 */
export const OF_A_VISITOR = {
  /** To the known customer; what hangs on a ticket, with that ticket. */
  moves: [
    'tickets.customer_id',
    'tickets.creator_id',
    'tickets.last_author_id',
    'messages.author_id',
    'attachments.uploader_id',
    'read_marks.user_id',
    'drafts.user_id',
    'holds.user_id',
    'earlier_names.user_id',
    'person_exports.user_id',
    'person_exports.by_id',
  ],
  ends: ['sessions.user_id', 'visitors.user_id'],
  /** Only the team has these, or only a person who signs in with an address. */
  never: [
    'tickets.assignee_id',
    'assignments.assignee_id',
    'assignments.by_id',
    'links.by_id',
    'notes.author_id',
    'mentions.user_id',
    'menu_people.user_id',
    'saved_replies.owner_id',
    'views.owner_id',
    'team_members.user_id',
    'api_tokens.user_id',
    'api_tokens.by_id',
    'user_permissions.user_id',
    'holds.by_id',
    'invitations.by_id',
    'password_links.user_id',
    'password_links.by_id',
    'known_devices.user_id',
    'totp_secrets.user_id',
    'recovery_codes.user_id',
    'pending_sign_ins.user_id',
    'passkeys.user_id',
    'passkey_challenges.user_id',
    'identities.user_id',
    'oidc_flows.user_id',
    'pending_connections.user_id',
  ],
} as const;

import * as v from 'valibot';
import { flag, uuid, wholeNumber } from '../text/contract.ts';

/** What a line is about; the page filters by it. `sign_ins` are left out unless they are asked for: there are many. */
export const TOPICS = {
  people: 'People',
  roles: 'Roles',
  teams: 'Teams',
  tickets: 'Tickets',
  replies: 'Saved replies and views',
  vocabulary: 'Statuses, priorities, categories, tags',
  settings: 'Settings and menu',
  widget: 'Widget',
  tokens: 'Tokens and webhooks',
  security: 'Passwords and sign-in',
  privacy: 'Privacy',
  work: 'Background work',
  audit: 'Audit log',
  sign_ins: 'Sign-ins and visitors',
  other: 'Other',
} as const;
export type Topic = keyof typeof TOPICS;

/** What an action is done to: server/audit/targets.ts finds its name. A `code` is shown as it is. */
export type TargetKind = 'person' | 'ticket' | 'site' | 'reply' | 'view' | 'team' | 'webhook' | 'code' | 'none';

/**
 * Every action: its topic, its target and its sentence after the actor. `{target}` is the name of the target, if it still
 * exists. A new action is one line here; `audit` takes no other.
 */
export const ACTIONS = {
  'user.added': ['people', 'person', 'added {target}'],
  'user.registered': ['people', 'person', 'registered'],
  'user.edited': ['people', 'person', 'changed {target}'],
  'profile.edited': ['people', 'person', 'changed the profile of {target}'],
  'profile.address_changed': ['security', 'person', 'changed the address of {target}'],
  'user.activated': ['people', 'person', 'activated {target}'],
  'user.deactivated': ['people', 'person', 'deactivated {target}'],
  'user.signed_out': ['people', 'person', 'signed {target} out everywhere'],
  'user.session_ended': ['people', 'person', 'ended a session of {target}'],
  'user.password_changed': ['security', 'person', 'set a new password for {target}'],
  'user.rights_changed': ['roles', 'person', 'changed the own rights of {target}'],
  'role.added': ['roles', 'code', 'added the role {target}'],
  'role.renamed': ['roles', 'code', 'renamed the role {target}'],
  'role.rights_changed': ['roles', 'code', 'changed the rights of the role {target}'],
  'role.deleted': ['roles', 'code', 'deleted the role {target}'],
  'menu.added': ['settings', 'code', 'added {target} to the menu'],
  'menu.edited': ['settings', 'code', 'changed {target} in the menu'],
  'menu.deleted': ['settings', 'code', 'deleted {target} from the menu'],
  'person.erased': ['privacy', 'person', 'deleted a person for good'],
  'person.exported': ['privacy', 'person', 'asked for all data of {target}'],
  'person.downloaded': ['privacy', 'person', 'downloaded all data of {target}'],
  'hold.ticket_set': ['privacy', 'ticket', 'put the ticket {target} on legal hold'],
  'hold.ticket_ended': ['privacy', 'ticket', 'ended the legal hold on the ticket {target}'],
  'hold.person_set': ['privacy', 'person', 'put {target} on legal hold'],
  'hold.person_moved': [
    'privacy',
    'person',
    'moved the legal hold on a visitor to {target}, who they turned out to be',
  ],
  'hold.person_ended': ['privacy', 'person', 'ended the legal hold on {target}'],
  'retention.edited': ['privacy', 'none', 'changed how long tickets are kept'],
  'retention.deleted': ['privacy', 'none', 'deleted a rule for how long tickets are kept'],
  'retention.applied': ['privacy', 'none', 'applied a rule for how long tickets are kept'],
  'ticket.anonymised': ['privacy', 'ticket', 'anonymised the ticket {target}'],
  'invitation.made': ['people', 'none', 'invited somebody to the team'],
  'invitation.renewed': ['people', 'none', 'made a new link for an invitation'],
  'invitation.revoked': ['people', 'none', 'revoked an invitation'],
  'invitation.accepted': ['people', 'none', 'accepted an invitation'],
  'password_link.made': ['security', 'person', 'made a link for a new password of {target}'],
  'password_link.used': ['security', 'person', 'used a link for a new password of {target}'],
  'second_step.on': ['security', 'person', 'set up a second step for {target}'],
  'second_step.off': ['security', 'person', 'removed the second step of {target}'],
  'second_step.refused': ['sign_ins', 'person', 'failed at the second step of {target}'],
  'recovery_code.used': ['security', 'person', 'signed in as {target} with a recovery code'],
  'recovery_codes.renewed': ['security', 'person', 'made new recovery codes for {target}'],
  'passkey.added': ['security', 'person', 'added a passkey for {target}'],
  'passkey.removed': ['security', 'person', 'removed a passkey of {target}'],
  'oidc.edited': ['security', 'none', 'changed the OpenID provider of the team'],
  'oidc.removed': ['security', 'none', 'removed the OpenID provider of the team'],
  'oidc.role_given': ['roles', 'person', 'gave {target} the role of their groups at the OpenID provider'],
  'oidc.role_kept': ['roles', 'person', 'kept the role of {target}: nobody else could manage people'],
  'oidc.refused': ['sign_ins', 'person', 'refused {target}, who came from the OpenID provider'],
  'oidc.signed_out': ['sign_ins', 'person', 'ended sessions of {target} that ended at the OpenID provider'],
  'identity.connected': ['security', 'person', 'connected {target} to the OpenID provider'],
  'identity.removed': ['security', 'person', 'disconnected {target} from the OpenID provider'],
  'sign_in.edited': ['security', 'none', 'changed how people sign in'],
  'sign_in.reset': ['security', 'none', 'reset how people sign in'],
  'access.refused': ['security', 'none', 'was refused'],
  'session.refresh_reused': ['security', 'person', 'ended a session of {target}, whose refresh token came twice'],
  'team.created': ['teams', 'team', 'added the team {target}'],
  'team.edited': ['teams', 'team', 'changed the team {target}'],
  'team.members_changed': ['teams', 'team', 'changed the members of the team {target}'],
  'team.deleted': ['teams', 'team', 'deleted the team {target}'],
  'machine.added': ['tokens', 'person', 'added the machine {target}'],
  'token.created': ['tokens', 'person', 'created an API token of {target}'],
  'token.edited': ['tokens', 'person', 'changed an API token of {target}'],
  'token.rotated': ['tokens', 'person', 'gave an API token of {target} a new secret'],
  'token.previous_ended': ['tokens', 'person', 'ended the old secret of an API token of {target}'],
  'token.ended': ['tokens', 'person', 'ended an API token of {target}'],
  'ticket.deleted': ['tickets', 'ticket', 'deleted the ticket {target}'],
  'message.deleted': ['tickets', 'ticket', 'deleted a message on the ticket {target}'],
  'note.deleted': ['tickets', 'ticket', 'deleted a note on the ticket {target}'],
  'attachment.deleted': ['tickets', 'none', 'deleted a file before sending it'],
  'saved_reply.added': ['replies', 'reply', 'added the shared reply {target}'],
  'saved_reply.edited': ['replies', 'reply', 'changed the shared reply {target}'],
  'saved_reply.deleted': ['replies', 'reply', 'deleted the shared reply {target}'],
  'view.shared': ['replies', 'view', 'shared the view {target}'],
  'view.edited': ['replies', 'view', 'changed the shared view {target}'],
  'view.deleted': ['replies', 'view', 'deleted the shared view {target}'],
  'site.created': ['widget', 'site', 'added the site {target}'],
  'site.edited': ['widget', 'site', 'changed the site {target}'],
  'site.deleted': ['widget', 'site', 'deleted the site {target}'],
  'site.identity_on': ['widget', 'site', 'made the first secret of the site {target}'],
  'site.identity_rotated': ['widget', 'site', 'replaced the secret of the site {target}'],
  'site.identity_off': ['widget', 'site', 'removed the secret of the site {target}'],
  'webhook.created': ['tokens', 'webhook', 'added the webhook {target}'],
  'webhook.edited': ['tokens', 'webhook', 'changed the webhook {target}'],
  'webhook.deleted': ['tokens', 'webhook', 'deleted the webhook {target}'],
  'webhook.rotated': ['tokens', 'webhook', 'replaced the secret of the webhook {target}'],
  'webhook.tested': ['tokens', 'webhook', 'sent a test to the webhook {target}'],
  'webhook.replayed': ['tokens', 'webhook', 'sent an event to the webhook {target} again'],
  'webhook.replayed_all': ['tokens', 'webhook', 'sent all events since a time to the webhook {target} again'],
  'webhook.turned_off': ['tokens', 'webhook', 'turned off the webhook {target}, because it failed'],
  'visitor.blocked': ['widget', 'person', 'blocked {target}'],
  'visitor.unblocked': ['widget', 'person', 'unblocked {target}'],
  'status.added': ['vocabulary', 'code', 'added the status {target}'],
  'status.edited': ['vocabulary', 'code', 'changed the status {target}'],
  'status.deleted': ['vocabulary', 'code', 'deleted the status {target}'],
  'priority.added': ['vocabulary', 'code', 'added the priority {target}'],
  'priority.edited': ['vocabulary', 'code', 'changed the priority {target}'],
  'priority.deleted': ['vocabulary', 'code', 'deleted the priority {target}'],
  'category.added': ['vocabulary', 'code', 'added the category {target}'],
  'category.edited': ['vocabulary', 'code', 'changed the category {target}'],
  'category.deleted': ['vocabulary', 'code', 'deleted the category {target}'],
  'tag.edited': ['vocabulary', 'none', 'changed a tag'],
  'tag.deleted': ['vocabulary', 'none', 'deleted a tag'],
  'values.ordered': ['vocabulary', 'none', 'sorted statuses, priorities or categories'],
  'settings.edited': ['settings', 'none', 'changed the settings'],
  'job.retried': ['work', 'none', 'ran a failed job again'],
  'job.discarded': ['work', 'none', 'discarded a failed job'],
  'audit.exported': ['audit', 'none', 'exported the audit log'],
  'session.started': ['sign_ins', 'none', 'signed in'],
  'session.ended': ['sign_ins', 'none', 'ended a session'],
  'session.others_ended': ['sign_ins', 'none', 'signed out everywhere else'],
  'session.refused': ['sign_ins', 'person', 'failed to sign in as {target}'],
  'visitor.started': ['sign_ins', 'person', 'opened the widget for the first time'],
  'visitor.known': ['sign_ins', 'person', 'was identified by the site'],
  'visitor.joined': ['sign_ins', 'person', 'was identified as {target}'],
} as const satisfies Record<string, readonly [Topic, TargetKind, string]>;
export type AuditAction = keyof typeof ACTIONS;

const topics = Object.keys(TOPICS) as [Topic, ...Topic[]];
const actions = Object.keys(ACTIONS) as [AuditAction, ...AuditAction[]];

const filters = {
  actor: v.optional(v.union([uuid, v.literal('nobody')], 'Use the id of a person, or nobody.')),
  target: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
  topic: v.optional(v.picklist(topics)),
  action: v.optional(v.picklist(actions)),
  request: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
  /** The id of a request or of a target, or the number of a ticket. */
  about: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64))),
  /** From this moment on, and before that one; milliseconds since 1970. */
  since: v.optional(wholeNumber()),
  until: v.optional(wholeNumber()),
  /** Also sign-ins and first visits, which are left out otherwise. */
  signIns: v.optional(flag, 'false'),
};
export const listAudit = v.strictObject({
  ...filters,
  limit: v.optional(wholeNumber({ min: 1, max: 100 })),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(200))),
});
export type AuditFilters = Omit<v.InferOutput<typeof listAudit>, 'limit' | 'cursor'>;

export const FORMATS = ['csv', 'ndjson'] as const;
export const exportAudit = v.strictObject({ ...filters, format: v.picklist(FORMATS) });

const values = v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null(), v.array(v.string())]));

export const auditLine = v.object({
  id: v.number(),
  at: v.number(),
  /** Null for a caller who was not signed in, a shell, and the server itself. */
  actor: v.nullable(v.object({ id: v.string(), name: v.string() })),
  via: v.nullable(v.string()),
  credentialId: v.nullable(v.string()),
  action: v.string(),
  topic: v.picklist(topics),
  /** `name` is null if the target does not exist any more or has no name. */
  target: v.nullable(v.object({ id: v.string(), name: v.nullable(v.string()) })),
  before: v.nullable(values),
  after: v.nullable(values),
  data: values,
  requestId: v.nullable(v.string()),
  /** Without its last part. */
  address: v.nullable(v.string()),
});
export type AuditLine = v.InferOutput<typeof auditLine>;
export const auditPage = v.object({ items: v.array(auditLine), next: v.nullable(v.string()) });

/** The sentence of a line, cut at the name of its target: `['changed ', '']`, or one part without a target. */
export function sentenceOf(action: string): string[] {
  const known = actions.find((code) => code === action);
  return known ? ACTIONS[known][2].split('{target}') : [action];
}

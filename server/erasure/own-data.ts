import { and, eq, inArray } from 'drizzle-orm';
import { attachments, isUnsent } from '../../db/schema/attachments.ts';
import { idempotencyKeys } from '../../db/schema/idempotency.ts';
import { passwordLinks } from '../../db/schema/invitations.ts';
import { drafts, mentions, readMarks } from '../../db/schema/messages.ts';
import { identities, oidcFlows, pendingConnections } from '../../db/schema/oidc.ts';
import { knownDevices, menuPeople, userPermissions } from '../../db/schema/people.ts';
import { earlierNames, personExports } from '../../db/schema/privacy.ts';
import { savedReplies } from '../../db/schema/saved-replies.ts';
import { passkeyChallenges, passkeys, pendingSignIns, recoveryCodes, totpSecrets } from '../../db/schema/sign-in.ts';
import { teamMembers } from '../../db/schema/teams.ts';
import { views } from '../../db/schema/views.ts';
import { visitors } from '../../db/schema/widget.ts';
import type { Unit } from '../commit.ts';

/**
 * The columns that name a person, as `table.column`, and what happens to them when the person is erased. A test holds this
 * list against the database, so that no new table is forgotten.
 */
export const NAMES_A_PERSON = {
  goes: [
    'sessions.user_id',
    'invitations.by_id',
    'password_links.user_id',
    'password_links.by_id',
    'mentions.user_id',
    'read_marks.user_id',
    'drafts.user_id',
    'user_permissions.user_id',
    'menu_people.user_id',
    'known_devices.user_id',
    'saved_replies.owner_id',
    'totp_secrets.user_id',
    'recovery_codes.user_id',
    'pending_sign_ins.user_id',
    'passkeys.user_id',
    'passkey_challenges.user_id',
    'identities.user_id',
    'oidc_flows.user_id',
    'pending_connections.user_id',
    'views.owner_id',
    'visitors.user_id',
    'team_members.user_id',
    'api_tokens.user_id',
    'person_exports.user_id',
    'person_exports.by_id',
    'earlier_names.user_id',
  ],
  /** Only the id, which then belongs to nobody who is known. */
  stays: [
    'messages.author_id',
    'notes.author_id',
    'attachments.uploader_id',
    'tickets.customer_id',
    'tickets.creator_id',
    'tickets.assignee_id',
    'tickets.last_author_id',
    'assignments.assignee_id',
    'assignments.by_id',
    'links.by_id',
    'api_tokens.by_id',
    'holds.user_id',
    'holds.by_id',
  ],
} as const;

interface Erased {
  id: string;
  /** Gets the views that the person shared: others work with them. */
  heirId: string;
}

/** Deletes what belongs to the person alone. Sessions, tokens and invitations end by their own commands, which tell of it. */
export async function deleteOwnData({ tx }: Unit, { id, heirId }: Erased): Promise<void> {
  await tx
    .update(views)
    .set({ ownerId: heirId })
    .where(and(eq(views.ownerId, id), eq(views.shared, true)));
  await tx.delete(views).where(eq(views.ownerId, id));
  await tx.delete(savedReplies).where(eq(savedReplies.ownerId, id));
  await tx.delete(passwordLinks).where(eq(passwordLinks.userId, id));
  await tx.delete(passwordLinks).where(eq(passwordLinks.byId, id));
  await tx.delete(mentions).where(eq(mentions.userId, id));
  await tx.delete(readMarks).where(eq(readMarks.userId, id));
  await tx.delete(drafts).where(eq(drafts.userId, id));
  await tx.delete(userPermissions).where(eq(userPermissions.userId, id));
  await tx.delete(menuPeople).where(eq(menuPeople.userId, id));
  await tx.delete(knownDevices).where(eq(knownDevices.userId, id));
  await tx.delete(totpSecrets).where(eq(totpSecrets.userId, id));
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, id));
  await tx.delete(pendingSignIns).where(eq(pendingSignIns.userId, id));
  await tx.delete(passkeys).where(eq(passkeys.userId, id));
  await tx.delete(passkeyChallenges).where(eq(passkeyChallenges.userId, id));
  await tx.delete(personExports).where(eq(personExports.userId, id));
  await tx.delete(personExports).where(eq(personExports.byId, id));
  await tx.delete(earlierNames).where(eq(earlierNames.userId, id));
  await tx.delete(identities).where(eq(identities.userId, id));
  await tx.delete(oidcFlows).where(eq(oidcFlows.userId, id));
  await tx.delete(pendingConnections).where(eq(pendingConnections.userId, id));
  await tx.delete(teamMembers).where(eq(teamMembers.userId, id));
  await tx.delete(idempotencyKeys).where(eq(idempotencyKeys.owner, id));
  await tx.delete(visitors).where(eq(visitors.userId, id));
  // By their ids: the index of unsent files has no uploader.
  const unsent = tx
    .select({ id: attachments.id })
    .from(attachments)
    .where(and(isUnsent, eq(attachments.uploaderId, id)));
  await tx.delete(attachments).where(inArray(attachments.id, unsent));
}

import { and, asc, eq, inArray, lt } from 'drizzle-orm';
import { attachments, isUnsent } from '../../db/schema/attachments.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { AppError, idReused, notFound } from '../errors.ts';
import { uuidv7 } from '../../db/ids.ts';
import { accessTicket } from '../tickets/access.ts';
import { audit } from '../audit/commands.ts';
import type { Actor } from '../auth/actor.ts';
import { requireRight, requireStaff } from '../auth/policy.ts';
import type { Attachment, AttachmentKind } from './contract.ts';
import { accessAttachment, type AttachmentRow, findAttachment, isSent, toAttachment } from './queries.ts';

type Upload = Omit<AttachmentRow, 'id' | 'uploaderId' | 'messageId' | 'noteId' | 'createdAt'> & {
  id?: string | undefined;
};

/** Attaching a file needs the right to write the message or note. */
export function requireMayAttach(actor: Actor, kind: AttachmentKind) {
  if (kind === 'note') requireStaff(actor);
  requireRight(actor, 'create', kind === 'note' ? 'notes' : 'messages');
}

/** The existing row, if this upload is a retry. */
export async function findSame(
  db: Unit['tx'],
  actor: Actor,
  input: Pick<Upload, 'id' | 'ticketId' | 'kind' | 'sentHash'>,
) {
  const known = input.id ? await findAttachment(db, input.id) : null;
  if (!known) return null;
  const { uploaderId, kind, sentHash } = known;
  // A file uploaded before its ticket existed has the ticket's id by now.
  const inPlace = known.ticketId === input.ticketId || input.ticketId === null;
  if (uploaderId !== actor.id || kind !== input.kind || sentHash !== input.sentHash || !inPlace) throw idReused();
  return known;
}

/** Records no event: the file becomes visible when its message is sent. `isNew` is false for a retry, which changes nothing. */
export const addAttachment = command({ needs: ['view', 'tickets'] }, async (unit, actor, input: Upload) => {
  requireMayAttach(actor, input.kind);
  if (input.ticketId) await accessTicket(unit.tx, actor, input.ticketId);
  const known = await findSame(unit.tx, actor, input);
  if (known) return { attachment: toAttachment(known), isNew: false };
  const stored = {
    ...input,
    id: input.id ?? uuidv7(),
    uploaderId: actor.id,
    messageId: null,
    noteId: null,
    createdAt: unit.now,
  };
  await unit.tx.insert(attachments).values(stored);
  return { attachment: toAttachment(stored), isNew: true };
});

/** Deletes an unsent file. A sent file is deleted with its message. */
export const cancelAttachment = command({ needs: ['view', 'tickets'] }, async (unit, actor, { id }: { id: string }) => {
  const row = await accessAttachment(unit.tx, actor, id);
  if (row.uploaderId !== actor.id) throw notFound();
  if (isSent(row)) throw alreadySent();
  await unit.tx.delete(attachments).where(eq(attachments.id, id));
  await audit(unit, { actorId: actor.id, action: 'attachment.deleted', targetId: id, data: { kind: row.kind } });
});

interface Claim {
  ids: string[];
  kind: AttachmentKind;
  ticket: { id: string; linkedTo: string | null; mergedFrom: { id: string }[] };
}

/** The files to send with a message or note: the caller's own, of this kind, for this ticket and unsent; in the order of `ids`. */
export async function requireUnsent(unit: Unit, actor: Actor, { ids, kind, ticket }: Claim): Promise<Attachment[]> {
  if (ids.length === 0) return [];
  const rows = await unit.tx
    .select()
    .from(attachments)
    .where(and(inArray(attachments.id, ids), eq(attachments.uploaderId, actor.id)))
    .orderBy(asc(attachments.id));
  // Also accepts files uploaded for the closed ticket that this one continues, or for a ticket merged into this one.
  const places = [ticket.id, ticket.linkedTo, null, ...ticket.mergedFrom.map(({ id }) => id)];
  if (rows.length < ids.length || !rows.every((row) => row.kind === kind && places.includes(row.ticketId)))
    throw notToAttach();
  if (rows.some(isSent)) throw alreadySent();
  return rows.map(toAttachment);
}

/** Call it after inserting the message or note. */
export async function attach(
  unit: Unit,
  ids: string[],
  owner: { ticketId: string } & ({ messageId: string } | { noteId: string }),
) {
  if (ids.length === 0) return;
  await unit.tx.update(attachments).set(owner).where(inArray(attachments.id, ids));
}

/** Deletes the rows; a trigger adds jobs that remove the files. */
export const removeOfMessage = (unit: Unit, id: string) =>
  unit.tx.delete(attachments).where(eq(attachments.messageId, id));
export const removeOfNote = (unit: Unit, id: string) => unit.tx.delete(attachments).where(eq(attachments.noteId, id));

/** Deletes uploads that were never sent. */
export const removeUnsent = (unit: Unit, before: number) =>
  unit.tx.delete(attachments).where(and(isUnsent, lt(attachments.createdAt, before)));

const alreadySent = () =>
  new AppError(409, 'attachments.sent', 'This file was sent already. Attach it again to send it once more.');
const NOT_THERE = 'A file is not there any more. Remove it and attach it again.';
const notToAttach = () => new AppError(422, 'invalid', NOT_THERE, { fields: { attachmentIds: NOT_THERE } });

import { and, asc, eq, inArray, lt } from 'drizzle-orm';
import { attachments, isUnsent } from '../../db/schema/attachments.ts';
import { command } from '../command.ts';
import type { Unit } from '../commit.ts';
import { AppError, idReused, notFound } from '../errors.ts';
import { uuidv7 } from '../../db/ids.ts';
import { accessTicket } from '../tickets/access.ts';
import type { Actor } from '../auth/actor.ts';
import { requireRight, requireStaff } from '../auth/policy.ts';
import type { Attachment, AttachmentKind } from './contract.ts';
import { accessAttachment, type AttachmentRow, findAttachment, isSent, toAttachment } from './queries.ts';

type Upload = Omit<AttachmentRow, 'id' | 'uploaderId' | 'messageId' | 'noteId' | 'createdAt'> & {
  id?: string | undefined;
};

/** What a person may attach to what they may write. */
export function requireMayAttach(actor: Actor, kind: AttachmentKind) {
  if (kind === 'note') requireStaff(actor);
  requireRight(actor, 'create', kind === 'note' ? 'notes' : 'messages');
}

/** The first row, where it is a retry. */
export async function findSame(
  db: Unit['tx'],
  actor: Actor,
  input: Pick<Upload, 'id' | 'ticketId' | 'kind' | 'sentHash'>,
) {
  const known = input.id ? await findAttachment(db, input.id) : null;
  if (!known) return null;
  const { uploaderId, kind, sentHash } = known;
  // Where it was opened a ticket with, it has one by now.
  const inPlace = known.ticketId === input.ticketId || input.ticketId === null;
  if (uploaderId !== actor.id || kind !== input.kind || sentHash !== input.sentHash || !inPlace) throw idReused();
  return known;
}

/** Nobody hears of it before it is sent. `isNew` is false for a retry, which leaves the stored files as they are. */
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

/** Takes back what was not sent. What was sent goes with its message. */
export const cancelAttachment = command({ needs: ['view', 'tickets'] }, async (unit, actor, { id }: { id: string }) => {
  const row = await accessAttachment(unit.tx, actor, id);
  if (row.uploaderId !== actor.id) throw notFound();
  if (isSent(row)) throw alreadySent();
  await unit.tx.delete(attachments).where(eq(attachments.id, id));
});

interface Claim {
  ids: string[];
  kind: AttachmentKind;
  ticket: { id: string; linkedTo: string | null; mergedFrom: { id: string }[] };
}

/** What goes out with a message or a note: one's own, of this kind and for this ticket, and not sent yet. Ids in the order of the list. */
export async function requireUnsent(unit: Unit, actor: Actor, { ids, kind, ticket }: Claim): Promise<Attachment[]> {
  if (ids.length === 0) return [];
  const rows = await unit.tx
    .select()
    .from(attachments)
    .where(and(inArray(attachments.id, ids), eq(attachments.uploaderId, actor.id)))
    .orderBy(asc(attachments.id));
  // What was uploaded for a ticket that closed meanwhile goes along to the one that is linked to it, and what was for one
  // that was merged, to where it went.
  const places = [ticket.id, ticket.linkedTo, null, ...ticket.mergedFrom.map(({ id }) => id)];
  if (rows.length < ids.length || !rows.every((row) => row.kind === kind && places.includes(row.ticketId)))
    throw notToAttach();
  if (rows.some(isSent)) throw alreadySent();
  return rows.map(toAttachment);
}

/** After the row that they belong to is there. */
export async function attach(
  unit: Unit,
  ids: string[],
  owner: { ticketId: string } & ({ messageId: string } | { noteId: string }),
) {
  if (ids.length === 0) return;
  await unit.tx.update(attachments).set(owner).where(inArray(attachments.id, ids));
}

/** With their message or note. The files go when a sweep finds them. */
export const removeOfMessage = (unit: Unit, id: string) =>
  unit.tx.delete(attachments).where(eq(attachments.messageId, id));
export const removeOfNote = (unit: Unit, id: string) => unit.tx.delete(attachments).where(eq(attachments.noteId, id));

/** Of uploads that nobody sent. */
export const removeUnsent = (unit: Unit, before: number) =>
  unit.tx.delete(attachments).where(and(isUnsent, lt(attachments.createdAt, before)));

const alreadySent = () =>
  new AppError(409, 'attachments.sent', 'This file was sent already. Attach it again to send it once more.');
const NOT_THERE = 'A file is not there any more. Remove it and attach it again.';
const notToAttach = () => new AppError(422, 'invalid', NOT_THERE, { fields: { attachmentIds: NOT_THERE } });

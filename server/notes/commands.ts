import { eq } from 'drizzle-orm';
import { notes } from '../../db/schema/messages.ts';
import { attach, removeOfNote, requireUnsent } from '../attachments/commands.ts';
import { audit } from '../audit/commands.ts';
import { personIn } from '../people/person-in.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { dropSentDraft } from '../drafts/commands.ts';
import { AppError, forbidden, idReused, notFound } from '../errors.ts';
import { recordWithoutRow } from '../events/record.ts';
import { uuidv7 } from '../../db/ids.ts';
import { refuseOnHold } from '../holds/queries.ts';
import { refuseAfterWindow, sentHash } from '../messages/commands.ts';
import { setMentions } from '../mentions/commands.ts';
import { accessTicket } from '../tickets/access.ts';
import type { Actor } from '../auth/actor.ts';
import type { Access } from '../auth/policy.ts';
import type { Note } from './contract.ts';
import { findNote } from './queries.ts';
import { toNote } from './to-note.ts';

const creates: Access = { needs: ['create', 'notes'], only: 'staff' };
const updates: Access = { needs: ['update', 'notes'], only: 'staff' };
const deletes: Access = { needs: ['delete', 'notes'], only: 'staff' };

interface NewNote {
  ticketId: string;
  id?: string | undefined;
  body: string;
  attachmentIds?: string[] | undefined;
  mentionIds?: string[] | undefined;
}

/** `isNew` is false for a retry. */
export const addNote = command(creates, async (unit, actor, input: NewNote) => {
  const ticket = await accessTicket(unit.tx, actor, input.ticketId);
  const id = input.id ?? uuidv7();
  const known = await findNote(unit.tx, id);
  if (known) {
    const same =
      known.note.ticketId === ticket.id && known.note.authorId === actor.id && known.note.sentHash === sentHash(input);
    if (!same) throw idReused();
    return { note: toNote(ticket, known), isNew: false };
  }
  const ids = input.attachmentIds ?? [];
  const attachments = await requireUnsent(unit, actor, { ids, kind: 'note', ticket });
  const { note } = await recordWithoutRow({ unit, ticket, actor }, 'note.added', {
    note: {
      id,
      ticketId: ticket.id,
      body: input.body,
      mentionIds: input.mentionIds ?? [],
      createdAt: unit.now,
      editedAt: null,
      deletedAt: null,
      attachments,
      author: personIn(ticket, actor.id, actor.name),
    },
  });
  const { attachments: _files, author: _author, ...columns } = note;
  await unit.tx
    .insert(notes)
    .values({ ...columns, authorId: actor.id, sentHash: sentHash(input), attachmentCount: attachments.length });
  await attach(unit, ids, { ticketId: ticket.id, noteId: id });
  await setMentions(unit, { ticket, actor, noteId: id, eventId: note.eventId }, { was: [], now: note.mentionIds });
  await dropSentDraft(unit, { userId: actor.id, ticketId: ticket.id, kind: 'note', body: input.body });
  return { note, isNew: true };
});

export const editNote = command(updates, async (unit, actor, input: Omit<Rewrite, 'type'>) => {
  return rewrite(unit, actor, { ...input, type: 'note.edited' });
});

export const deleteNote = command(deletes, async (unit, actor, input: { ticketId: string; id: string }) => {
  return rewrite(unit, actor, { ...input, body: '', mentionIds: [], type: 'note.deleted' });
});

interface Rewrite {
  ticketId: string;
  id: string;
  body: string;
  /** If missing, the mentions stay unchanged. */
  mentionIds?: string[] | undefined;
  type: 'note.edited' | 'note.deleted';
}

async function rewrite(unit: Unit, actor: Actor, { ticketId, id, body, type, ...input }: Rewrite): Promise<Note> {
  const isDeletion = type === 'note.deleted';
  const ticket = await accessTicket(unit.tx, actor, ticketId);
  const row = await findNote(unit.tx, id);
  if (!row || row.note.ticketId !== ticket.id) throw notFound();
  const before = toNote(ticket, row);
  if (before.author.id !== actor.id) throw forbidden('Only its author may change a note.');
  const mentionIds = input.mentionIds ?? before.mentionIds;
  const isSame = before.body === body && mentionIds.toSorted().join() === before.mentionIds.toSorted().join();
  if (isDeletion ? before.deletedAt !== null : isSame) return before;
  if (before.deletedAt !== null) throw new AppError(409, 'notes.deleted', 'This note was deleted.');
  refuseAfterWindow(unit, before.createdAt);
  await refuseOnHold(unit.tx, ticket, actor);
  const now = isDeletion ? { deletedAt: unit.now } : { editedAt: unit.now };
  const attachments = isDeletion ? [] : before.attachments;
  const { note } = await recordWithoutRow({ unit, ticket, actor }, type, {
    note: { ...before, body, mentionIds, attachments, ...now },
  });
  await unit.tx
    .update(notes)
    .set({ body, mentionIds, attachmentCount: attachments.length, ...now })
    .where(eq(notes.id, id));
  if (attachments.length < before.attachments.length) await removeOfNote(unit, id);
  if (isDeletion) {
    const data = { number: ticket.number, noteId: id };
    await audit(unit, { actorId: actor.id, action: 'note.deleted', targetId: ticket.id, data });
  }
  const place = { ticket, actor, noteId: id, eventId: before.eventId };
  await setMentions(unit, place, { was: before.mentionIds, now: mentionIds });
  return note;
}

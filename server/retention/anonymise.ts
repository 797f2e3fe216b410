/** Takes texts, files, notes and the customer off a ticket. Its times, numbers, status, tags and assignee stay. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import { attachments } from '../../db/schema/attachments.ts';
import { drafts, mentions, messages, notes } from '../../db/schema/messages.ts';
import { users } from '../../db/schema/people.ts';
import { ratingComments } from '../../db/schema/tickets.ts';
import { audit } from '../audit/commands.ts';
import type { Unit } from '../commit.ts';
import { ERASED_NAME, ERASED_SUBJECT } from '../erasure/contract.ts';
import { eraseMessage } from '../erasure/texts.ts';
import { recordWithoutRow } from '../events/record.ts';
import { findNote } from '../notes/queries.ts';
import { toNote } from '../notes/to-note.ts';
import { findTicketView, type TicketView } from '../tickets/queries.ts';
import { Change } from '../tickets/transitions.ts';
import { moveTicket } from '../widget/customer.ts';

/** Messages, and notes, per unit: some 20 ms. */
const PART = 40;
/** The customer of every anonymised ticket. */
export const NOBODY_ID = '00000000-0000-7000-8000-000000000000';

/** False if the ticket needs another unit. */
export async function anonymiseTicket(unit: Unit, ticket: TicketView, rule: string): Promise<boolean> {
  if (ticket.anonymisedAt !== null) return true;
  const { tx, now } = unit;
  if (!(await emptyMessages(unit, ticket)) || !(await emptyNotes(unit, ticket))) return false;
  await tx.delete(mentions).where(eq(mentions.ticketId, ticket.id));
  await tx.delete(drafts).where(eq(drafts.ticketId, ticket.id));
  await tx.delete(ratingComments).where(eq(ratingComments.ticketId, ticket.id));
  await tx.delete(attachments).where(eq(attachments.ticketId, ticket.id));
  const change = new Change(unit, null, (await findTicketView(tx, ticket.id)) ?? ticket);
  change.set({ subject: ERASED_SUBJECT, anonymisedAt: now });
  await change.record('ticket.edited', { fields: ['subject'] });
  await moveTicket(change, { id: await nobody(unit), name: ERASED_NAME });
  const data = { number: ticket.number, rule };
  await audit(unit, { actorId: null, action: 'ticket.anonymised', targetId: ticket.id, data });
  return true;
}

async function emptyMessages(unit: Unit, ticket: TicketView): Promise<boolean> {
  const change = new Change(unit, null, ticket);
  const rows = await unit.tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.ticketId, ticket.id), isNull(messages.deletedAt)))
    .orderBy(asc(messages.seq))
    .limit(PART);
  for (const { id } of rows) await eraseMessage(change, ticket, id);
  // Told before the notes, whose events come after these.
  await change.save();
  return rows.length < PART;
}

async function emptyNotes(unit: Unit, ticket: TicketView): Promise<boolean> {
  const { tx, now } = unit;
  const rows = await tx
    .select({ id: notes.id })
    .from(notes)
    .where(and(eq(notes.ticketId, ticket.id), isNull(notes.deletedAt)))
    .orderBy(asc(notes.eventId))
    .limit(PART);
  for (const { id } of rows) {
    const row = await findNote(tx, id);
    if (!row) continue;
    const emptied = { body: '', mentionIds: [], attachments: [], deletedAt: now };
    const note = { ...toNote(ticket, row), ...emptied };
    await recordWithoutRow({ unit, ticket, actor: null }, 'note.deleted', { note });
    const columns = { body: '', mentionIds: [], attachmentCount: 0, deletedAt: now, sentHash: '' };
    await tx.update(notes).set(columns).where(eq(notes.id, id));
    await tx.delete(attachments).where(eq(attachments.noteId, id));
  }
  return rows.length < PART;
}

async function nobody({ tx, now }: Unit): Promise<string> {
  const row = { id: NOBODY_ID, name: ERASED_NAME, role: 'customer', active: false, createdAt: now, erasedAt: now };
  await tx.insert(users).values(row).onConflictDoNothing();
  return NOBODY_ID;
}

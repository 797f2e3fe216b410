/** Deletes what a customer wrote, in parts: a history can have thousands of messages. */
import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import { messages } from '../../db/schema/messages.ts';
import { ratingComments, tickets } from '../../db/schema/tickets.ts';
import { removeOfMessage } from '../attachments/commands.ts';
import type { Unit } from '../commit.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { RestOfTexts } from '../jobs/payloads.ts';
import { isHeld } from '../holds/queries.ts';
import { findMessage } from '../messages/queries.ts';
import { toMessage } from '../messages/to-message.ts';
import { findTicketView, type TicketView } from '../tickets/queries.ts';
import { Change } from '../tickets/transitions.ts';
import { ERASED_SUBJECT } from './contract.ts';

/** Messages per unit: some 20 ms. */
const PART = 40;
const TICKETS_AT_ONCE = 20;

/** One unit of the job. It ends behind a whole ticket, or inside a ticket with many messages, where the next unit goes on. */
export async function eraseTexts(unit: Unit, customerId: string, { after }: RestOfTexts): Promise<void> {
  let left = PART;
  let last = after;
  const found = await unit.tx
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(eq(tickets.customerId, customerId), gt(tickets.id, after)))
    .orderBy(asc(tickets.id))
    .limit(TICKETS_AT_ONCE);
  for (const { id } of found) {
    left -= await eraseIn(unit, { ticketId: id, customerId, most: left });
    if (left <= 0) break;
    last = id;
  }
  if (found.length < TICKETS_AT_ONCE && left > 0) return;
  await enqueue(unit, { kind: 'person.erase_texts', key: customerId, payload: { after: last } });
}

interface Part {
  ticketId: string;
  customerId: string;
  most: number;
}

/** Returns how many messages it deleted: `most`, if there may be more. */
async function eraseIn(unit: Unit, { ticketId, customerId, most }: Part): Promise<number> {
  const { tx } = unit;
  const ticket = await findTicketView(tx, ticketId);
  // A hold that came while the job ran keeps the rest.
  if (!ticket || (await isHeld(tx, ticket))) return 0;
  const rows = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.ticketId, ticketId), eq(messages.authorId, customerId), isNull(messages.deletedAt)))
    .orderBy(asc(messages.seq))
    .limit(most);
  const change = new Change(unit, null, ticket);
  for (const { id } of rows) await eraseMessage(change, ticket, id);
  await tx.delete(ratingComments).where(eq(ratingComments.ticketId, ticketId));
  if (ticket.subject !== ERASED_SUBJECT) {
    change.set({ subject: ERASED_SUBJECT });
    await change.record('ticket.edited', { fields: ['subject'] });
  }
  await change.save();
  return rows.length;
}

export async function eraseMessage(change: Change, ticket: TicketView, id: string) {
  const { tx, now } = change.unit;
  const row = await findMessage(tx, id);
  if (!row) return;
  const emptied = { body: '', attachments: [], deletedAt: now };
  const { message } = await change.record('message.deleted', { message: { ...toMessage(ticket, row), ...emptied } });
  await tx
    .update(messages)
    .set({ body: '', attachmentCount: 0, deletedAt: now, sentHash: '' })
    .where(eq(messages.id, id));
  if (row.attachments.length > 0) await removeOfMessage(change.unit, id);
  if (message.seq === ticket.lastSeq) change.set({ lastExcerpt: '' });
}

import { and, asc, eq, gte, inArray, isNull } from 'drizzle-orm';
import { messages } from '../../db/schema.ts';
import type { Unit } from '../commit.ts';
import { AppError, notFound } from '../errors.ts';
import { addLink } from '../links/commands.ts';
import { accessTicketToChange, type Actor, findActor, reload, requireRight, requireStaff } from '../policy.ts';
import { BODY_MAX } from '../text/contract.ts';
import { openTicket } from '../tickets/commands.ts';
import type { TicketView } from '../tickets/queries.ts';
import { Change } from '../tickets/transitions.ts';
import type { Split } from './contract.ts';

/**
 * A second question becomes a ticket of its own. Messages keep their ticket and their number, so the new one begins with a
 * message of its own: the customer's words as they are, in their name, for they wrote them. The team writes nothing for them:
 * only what is theirs can be taken along. `isNew` is false for a retry.
 */
export async function split(
  unit: Unit,
  asked: Actor,
  input: Split & { ticketId: string },
): Promise<{ ticket: TicketView; isNew: boolean }> {
  const actor = await reload(unit, asked);
  requireStaff(actor);
  requireRight(actor, 'create', 'tickets');
  const source = await accessTicketToChange(unit.tx, actor, input.ticketId);
  const customer = await findActor(unit.tx, source.customerId);
  const made = await openTicket(unit, actor, {
    ...(input.id && { id: input.id }),
    ...(input.messageId && { messageId: input.messageId }),
    subject: input.subject,
    body: await wordsOf(unit, source, input),
    customerId: source.customerId,
    priority: source.priority,
    category: source.category,
    channel: source.channel,
    // They have waited since then, if they still do.
    waitingSince: source.waitingSince,
    ...(customer && { author: customer }),
  });
  if (!made.isNew) return made;
  const both = [new Change(unit, actor, source), new Change(unit, actor, made.ticket)] as const;
  await addLink(unit, actor, both[0].ticket.id, both[1].ticket.id);
  const [from, into] = both.map(({ ticket: { id, number } }) => ({ id, number }));
  if (!from || !into) throw new Error('A pair has two.');
  const data = { fromId: from.id, fromNumber: from.number, intoId: into.id, intoNumber: into.number };
  for (const change of both) {
    const base = await change.record({ type: 'ticket.split', data });
    change.events.push({ ...base, type: 'ticket.split', from, into });
  }
  await both[0].save();
  return { ticket: await both[1].save(), isNew: true };
}

async function wordsOf(unit: Unit, source: TicketView, { messageIds, fromSeq = 1 }: Split): Promise<string> {
  const found = await unit.tx
    .select({ body: messages.body })
    .from(messages)
    .where(
      and(
        eq(messages.ticketId, source.id),
        eq(messages.authorId, source.customerId),
        isNull(messages.deletedAt),
        messageIds ? inArray(messages.id, messageIds) : gte(messages.seq, fromSeq),
      ),
    )
    .orderBy(asc(messages.seq))
    .limit(100);
  if (found.length === 0 || (messageIds && found.length < new Set(messageIds).size)) throw notFound();
  const body = found
    .map((message) => message.body)
    .filter(Boolean)
    .join('\n\n');
  if (body === '')
    throw unsplittable('There are only files in this. Choose a message with words: files stay where they are.');
  if (body.length > BODY_MAX) throw unsplittable('This is too much for one message. Choose fewer.');
  return body;
}

const unsplittable = (message: string) => new AppError(409, 'tickets.unsplittable', message);

import { and, asc, eq, gte, inArray, isNull } from 'drizzle-orm';
import { bound } from '#dialect';
import { prepared } from '../../db/database.ts';
import { events } from '../../db/schema/events.ts';
import { messages } from '../../db/schema/messages.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { AppError, idReused, notFound } from '../errors.ts';
import { sha256 } from '../../db/ids.ts';
import { addLink } from '../links/commands.ts';
import { findMessage } from '../messages/queries.ts';
import { accessTicket, accessTicketToChange } from '../tickets/access.ts';
import type { Actor } from '../auth/actor.ts';
import { type Access, findActor, requireRight } from '../auth/policy.ts';
import { BODY_MAX } from '../text/contract.ts';
import { openTicket } from '../tickets/commands.ts';
import { findTicketView, type TicketView } from '../tickets/queries.ts';
import { Change } from '../tickets/transitions.ts';
import type { Split } from './contract.ts';

const access: Access = { needs: ['update', 'tickets'], only: 'staff' };

type SplitInput = Split & { ticketId: string };

/**
 * Opens a new ticket with chosen messages of the customer. Messages keep their ticket and number, so the new ticket begins
 * with a copy of the customer's text, with the customer as author. Therefore only the customer's own messages can be chosen.
 * `isNew` is false for a retry.
 */
export const split = command(access, async (unit, actor, input: SplitInput) => {
  requireRight(actor, 'create', 'tickets');
  const chosen = sha256([input.fromSeq, ...(input.messageIds ?? []).toSorted()].join());
  // Before every rule: since the first try the messages or the assignee may have changed.
  const known = await splitBefore(unit, actor, { ...input, chosen });
  if (known) return { ticket: known, isNew: false };
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
    teamId: source.teamId,
    // The customer's wait continues on the new ticket.
    waitingSince: source.waitingSince,
    ...(customer && { author: customer }),
  });
  if (!made.isNew) throw idReused();
  const both = [new Change(unit, actor, source), new Change(unit, actor, made.ticket)] as const;
  await addLink(unit, actor, both[0].ticket, both[1].ticket);
  const [from, into] = both.map(({ ticket: { id, number } }) => ({ id, number }));
  if (!from || !into) throw new Error('The split needs two tickets.');
  for (const change of both) await change.record('ticket.split', { from, into, chosen });
  await both[0].save();
  return { ticket: await both[1].save(), isNew: true };
});

/** Finds the first try by its event, which stores the source ticket and a hash of the chosen messages. */
async function splitBefore(unit: Unit, actor: Actor, input: Split & { ticketId: string; chosen: string }) {
  const made = input.id ? await findTicketView(unit.tx, input.id) : null;
  if (!made) return null;
  const source = await accessTicket(unit.tx, actor, input.ticketId);
  const first = input.messageId ? await findMessage(unit.tx, input.messageId) : null;
  if (made.creatorId !== actor.id || (input.messageId && first?.message.ticketId !== made.id)) throw idReused();
  const splits = await splitsOf(unit.tx).execute({ ticketId: made.id });
  if (!splits.some(({ data }) => data['fromId'] === source.id && data['chosen'] === input.chosen)) throw idReused();
  return made;
}

const splitsOf = prepared((db) =>
  db
    .select({ data: events.data })
    .from(events)
    .where(and(eq(events.ticketId, bound('ticketId')), eq(events.type, 'ticket.split'))),
);

/** A longer subject would not be read. */
const WORDS_MOST = 100;

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
    .limit(WORDS_MOST + 1);
  if (found.length === 0 || (messageIds && found.length < new Set(messageIds).size)) throw notFound();
  const body = found
    .map((message) => message.body)
    .filter(Boolean)
    .join('\n\n');
  if (body === '')
    throw unsplittable('There are only files in this. Choose a message with words: files stay where they are.');
  if (body.length > BODY_MAX || found.length > WORDS_MOST)
    throw unsplittable('This is too much for one message. Choose fewer.');
  return body;
}

const unsplittable = (message: string) => new AppError(409, 'tickets.unsplittable', message);

import { and, asc, eq, gt, ne, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { prepared } from '../../db/database.ts';
import { messages } from '../../db/schema/messages.ts';
import { NOT_WAITING } from '../../db/schema/tickets.ts';
import { attach, removeOfMessage, requireUnsent } from '../attachments/commands.ts';
import { audit } from '../audit/commands.ts';
import type { Attachment } from '../attachments/contract.ts';
import { personIn } from '../people/person-in.ts';
import { statusOfType } from '../ticket-fields/queries.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { dropSentDraft } from '../drafts/commands.ts';
import { AppError, forbidden, idReused, notFound, tooLate } from '../errors.ts';
import { sha256, uuidv7 } from '../../db/ids.ts';
import { refuseOnHold } from '../holds/queries.ts';
import { wentInto } from '../merge/queries.ts';
import { accessTicket, refuseOnMerged } from '../tickets/access.ts';
import type { Actor } from '../auth/actor.ts';
import { type Access, can } from '../auth/policy.ts';
import { countFirstReply } from '../reply-times/commands.ts';
import { cut } from '../text/cut.ts';
import { Change, changeAssignee, changeStatus, hasRoom, endSnooze } from '../tickets/transitions.ts';
import type { TicketView } from '../tickets/queries.ts';
import { EDIT_WINDOW_MS, type Message } from './contract.ts';
import { findMessage } from './queries.ts';
import { toMessage } from './to-message.ts';

export interface Send {
  ticketId: string;
  id?: string | undefined;
  body: string;
  attachmentIds?: string[] | undefined;
  seenSeq?: number | undefined;
  force?: boolean | undefined;
}
/** `isNew` is false for a retry, which always returns the first row. */
export type Sent = { message: Message; isNew: boolean };

const creates: Access = { needs: ['create', 'messages'] };
const updates: Access = { needs: ['update', 'messages'] };
const deletes: Access = { needs: ['delete', 'messages'] };

export const sendMessage = command(creates, async (unit, actor, input: Send): Promise<Sent> => {
  const ticket = await accessTicket(unit.tx, actor, input.ticketId);
  const id = input.id ?? uuidv7();

  // Before every rule: a retry gets the first answer, even if the ticket was closed or merged since. After a merge the
  // message may be on the other ticket.
  const known = await findMessage(unit.tx, id);
  if (known) {
    const { message } = known;
    const same =
      message.authorId === actor.id &&
      message.sentHash === sentHash(input) &&
      (message.ticketId === ticket.id || (await wentInto(unit.tx, ticket.id, message.ticketId)));
    if (!same) throw idReused();
    return { message: toMessage(ticket, known), isNew: false };
  }

  refuseOnMerged(ticket);
  refuseOnClosed(ticket);
  if (actor.kind === 'staff' && !input.force) await refuseWhenMovedOn(unit, { ticket, actor, seenSeq: input.seenSeq });

  const ids = input.attachmentIds ?? [];
  const attachments = await requireUnsent(unit, actor, { ids, kind: 'message', ticket });
  const change = new Change(unit, actor, ticket);
  if (actor.kind === 'customer') await resumeForCustomer(change);
  else await takeWhenNobodys(change, actor);
  const message = await addMessage(change, { id, body: input.body, attachments, author: actor });
  await change.save();
  await dropSentDraft(unit, { userId: actor.id, ticketId: ticket.id, kind: 'message', body: input.body });
  return { message, isNew: true };
});

/** Inserts the message, records its event, and updates waiting, unread and seen of the ticket. */
export async function addMessage(
  change: Change,
  { id, body, attachments, author: actor }: { id: string; body: string; attachments: Attachment[]; author: Actor },
  type: 'message.sent' | 'ticket.opened' = 'message.sent',
) {
  const { unit, ticket } = change;
  const seq = ticket.lastSeq + 1;
  const { message } = await change.record(type, {
    message: {
      id,
      ticketId: ticket.id,
      seq,
      body,
      createdAt: unit.now,
      editedAt: null,
      deletedAt: null,
      attachments,
      author: personIn(ticket, actor.id, actor.name),
    },
  });
  const attachmentIds = attachments.map((attachment) => attachment.id);
  await insert(unit.tx).execute({
    ...message,
    authorId: actor.id,
    sentHash: sentHash({ body, attachmentIds }),
    attachmentCount: attachments.length,
  });
  await attach(unit, attachmentIds, { ticketId: ticket.id, messageId: id });
  const last = {
    lastSeq: seq,
    lastAuthorId: actor.id,
    lastExcerpt: excerptOf({ body, attachments }),
    lastMessageAt: unit.now,
  };
  // An author has read all earlier messages.
  if (message.author.kind === 'customer') {
    change.set(
      {
        ...last,
        waitingSince: Math.min(ticket.waitingSince, unit.now),
        staffUnread: ticket.staffUnread + 1,
        customerUnread: 0,
        customerSeq: seq,
        customerSeenAt: unit.now,
      },
      { lastAuthorName: actor.name },
    );
  } else {
    const isFirst = ticket.firstResponseAt === null && ticket.waitingSince !== NOT_WAITING;
    if (isFirst) await countFirstReply(unit, { waitedMs: unit.now - ticket.waitingSince, teamId: ticket.teamId });
    change.set(
      {
        ...last,
        waitingSince: NOT_WAITING,
        firstResponseAt: ticket.firstResponseAt ?? unit.now,
        customerUnread: ticket.customerUnread + 1,
        staffUnread: 0,
        staffSeq: seq,
        staffSeenAt: unit.now,
      },
      { lastAuthorName: actor.name },
    );
  }
  return message;
}

export const editMessage = command(updates, async (unit, actor, input: Omit<Rewrite, 'type'>) => {
  return rewrite(unit, actor, { ...input, type: 'message.edited' });
});

/** Clears the text and keeps the message's number. Deleting twice changes nothing. */
export const deleteMessage = command(deletes, async (unit, actor, input: { ticketId: string; id: string }) => {
  return rewrite(unit, actor, { ...input, body: '', type: 'message.deleted' });
});

interface Rewrite {
  ticketId: string;
  id: string;
  body: string;
  type: 'message.edited' | 'message.deleted';
}

async function rewrite(unit: Unit, actor: Actor, { ticketId, id, body, type }: Rewrite): Promise<Message> {
  const isDeletion = type === 'message.deleted';
  const ticket = await accessTicket(unit.tx, actor, ticketId);
  const row = await findMessage(unit.tx, id);
  if (!row || row.message.ticketId !== ticket.id) throw notFound();
  const before = toMessage(ticket, row);
  if (before.author.id !== actor.id) throw forbidden('Only its author may change a message.');
  if (isDeletion ? before.deletedAt !== null : before.body === body) return before;
  if (before.deletedAt !== null) throw new AppError(409, 'messages.deleted', 'This message was deleted.');
  refuseAfterWindow(unit, before.createdAt);
  await refuseOnHold(unit.tx, ticket, actor);

  const change = new Change(unit, actor, ticket);
  const now = isDeletion ? { deletedAt: unit.now } : { editedAt: unit.now };
  const attachments = isDeletion ? [] : before.attachments;
  const { message } = await change.record(type, { message: { ...before, body, attachments, ...now } });
  await unit.tx
    .update(messages)
    .set({ body, attachmentCount: attachments.length, ...now })
    .where(eq(messages.id, id));
  if (attachments.length < before.attachments.length) await removeOfMessage(unit, id);
  if (message.seq === ticket.lastSeq) change.set({ lastExcerpt: excerptOf(message) });
  if (isDeletion) {
    const data = { number: ticket.number, messageId: id };
    await audit(unit, { actorId: actor.id, action: 'message.deleted', targetId: ticket.id, data });
  }
  await change.save();
  return message;
}

export function refuseAfterWindow(unit: Unit, createdAt: number) {
  if (unit.now - createdAt > EDIT_WINDOW_MS) throw tooLate();
}

function refuseOnClosed(ticket: TicketView) {
  if (ticket.statusType === 'closed' || ticket.statusType === 'cancelled') {
    throw new AppError(409, 'tickets.closed', 'This ticket is closed. Open a new one that is linked to it.', {
      details: { ticketId: ticket.id, number: ticket.number },
    });
  }
}

const repliesPast = prepared((db) =>
  db
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.ticketId, bound('ticketId')),
        gt(messages.seq, bound('seenSeq')),
        ne(messages.authorId, bound('customerId')),
        ne(messages.authorId, bound('actorId')),
      ),
    )
    .orderBy(asc(messages.seq))
    .limit(20),
);

/** Refuses a reply written without seeing a colleague's newer reply. */
async function refuseWhenMovedOn(
  unit: Unit,
  { ticket, actor, seenSeq }: { ticket: TicketView; actor: Actor; seenSeq: number | undefined },
) {
  if (seenSeq === undefined || seenSeq >= ticket.lastSeq) return;
  const missed = await repliesPast(unit.tx).execute({
    ticketId: ticket.id,
    seenSeq,
    customerId: ticket.customerId,
    actorId: actor.id,
  });
  if (missed.length === 0) return;
  const rows = await Promise.all(missed.map(({ id }) => findMessage(unit.tx, id)));
  throw new AppError(
    409,
    'tickets.moved_on',
    'A colleague replied meanwhile. Read the reply, then send anyway or change yours.',
    {
      details: { messages: rows.flatMap((row) => (row ? [toMessage(ticket, row)] : [])) },
    },
  );
}

async function resumeForCustomer(change: Change) {
  const { ticket, unit } = change;
  await endSnooze(change);
  if (ticket.statusType === 'resolved') {
    await changeStatus(change, await statusOfType(unit.tx, 'open'));
    // A new wait starts: earlier questions were resolved.
    change.set({ waitingSince: NOT_WAITING });
  }
  if (ticket.statusType === 'pending') {
    await changeStatus(change, await statusOfType(unit.tx, ticket.assigneeId ? 'in_progress' : 'open'));
  }
}

async function takeWhenNobodys(change: Change, actor: Actor) {
  const { ticket, unit } = change;
  if (ticket.assigneeId || !ticket.active || !can(actor, 'update', 'tickets')) return;
  if (await hasRoom(unit, actor.id)) await changeAssignee(change, actor);
}

const insert = prepared((db) =>
  db.insert(messages).values({
    id: sql.placeholder('id'),
    ticketId: sql.placeholder('ticketId'),
    seq: sql.placeholder('seq'),
    eventId: sql.placeholder('eventId'),
    authorId: sql.placeholder('authorId'),
    body: sql.placeholder('body'),
    sentHash: sql.placeholder('sentHash'),
    createdAt: sql.placeholder('createdAt'),
    editedAt: sql.placeholder('editedAt'),
    deletedAt: sql.placeholder('deletedAt'),
    attachmentCount: sql.placeholder('attachmentCount'),
  }),
);

/** Equal for a retry: same text, same files. */
export const sentHash = ({ body, attachmentIds = [] }: { body: string; attachmentIds?: string[] | undefined }) =>
  sha256([body, ...attachmentIds.toSorted()].join('\u0000'));

const EXCERPT_MAX = 160;
/** The start of the text, or the file names if there is no text. */
export function excerptOf({ body, attachments }: { body: string; attachments: Attachment[] }) {
  const text = body === '' ? attachments.map(({ name }) => name).join(', ') : body;
  const line = text.replace(/\s+/gu, ' ').trim();
  return cut(line, EXCERPT_MAX, '…');
}

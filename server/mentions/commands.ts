import { and, eq, inArray, lte } from 'drizzle-orm';
import { isUnseen, mentions } from '../../db/schema/messages.ts';
import { staffRow } from '../tickets/row.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { AppError } from '../errors.ts';
import { accessTicket } from '../tickets/access.ts';
import type { Actor } from '../auth/actor.ts';
import type { Access } from '../auth/policy.ts';
import type { TicketView } from '../tickets/queries.ts';
import { standing } from './queries.ts';
import { staffWhoMay } from '../auth/who-may.ts';

interface OfNote {
  ticket: TicketView;
  actor: Actor;
  noteId: string;
  eventId: number;
}

/** Sets the people that a note mentions, and tells those added and removed. Triggers keep each person's count. */
export async function setMentions(
  unit: Unit,
  { ticket, actor, noteId, eventId }: OfNote,
  { was, now }: { was: string[]; now: string[] },
) {
  const added = now.filter((id) => !was.includes(id));
  const gone = was.filter((id) => !now.includes(id));
  if (added.length > 0) {
    await requireColleagues(unit, added);
    // A mention of oneself counts as seen.
    const rows = added.map((userId) => ({ noteId, userId, ticketId: ticket.id, eventId }));
    await unit.tx
      .insert(mentions)
      .values(rows.map((row) => ({ ...row, seenAt: row.userId === actor.id ? unit.now : null })));
  }
  if (gone.length > 0)
    await unit.tx.delete(mentions).where(and(eq(mentions.noteId, noteId), inArray(mentions.userId, gone)));
  await tell(unit, ticket, [...added, ...gone]);
}

const access: Access = { needs: ['view', 'notes'], only: 'staff' };

interface SeenUpTo {
  ticketId: string;
  eventId: number;
}

/** Marks all mentions on a ticket up to this event as seen. */
export const seeMentions = command(access, async (unit, actor, { ticketId, eventId }: SeenUpTo) => {
  const ticket = await accessTicket(unit.tx, actor, ticketId);
  const mine = and(eq(mentions.userId, actor.id), eq(mentions.ticketId, ticket.id), lte(mentions.eventId, eventId));
  const seen = await unit.tx
    .update(mentions)
    .set({ seenAt: unit.now })
    .where(and(mine, isUnseen))
    .returning({ noteId: mentions.noteId });
  if (seen.length > 0) await tell(unit, ticket, [actor.id]);
});

async function requireColleagues(unit: Unit, ids: string[]) {
  const found = await staffWhoMay(unit.tx, ['view', 'notes'], ids);
  if (found.length === ids.length) return;
  const message = 'Mention active members of the team who may read notes.';
  throw new AppError(422, 'invalid', message, { fields: { mentionIds: message } });
}

/** Tells each person only about their own mentions, and nothing to those who may no longer view notes. */
async function tell(unit: Unit, ticket: TicketView, userIds: string[]) {
  const readers = userIds.length > 0 ? await staffWhoMay(unit.tx, ['view', 'notes'], userIds) : [];
  if (readers.length === 0) return;
  const row = staffRow(ticket);
  for (const { userId, count, eventId } of await standing(unit.tx, ticket.id, readers))
    unit.tell({ kind: 'mention', userId, mention: { ticketId: ticket.id, eventId, count, row } });
}

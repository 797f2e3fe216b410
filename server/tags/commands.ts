import { and, count, eq, inArray } from 'drizzle-orm';
import { tags, ticketTags } from '../../db/schema/tickets.ts';
import { command } from '../auth/command.ts';
import { AppError, idReused } from '../errors.ts';
import { uuidv7 } from '../../db/ids.ts';
import { accessTicketToChange } from '../tickets/access.ts';
import type { Access } from '../auth/policy.ts';
import type { TicketView } from '../tickets/queries.ts';
import { requireUnchanged } from '../tickets/seen.ts';
import { Change } from '../tickets/transitions.ts';
import type { Tag } from './contract.ts';
import { findTag, isTaken, requireTags } from './queries.ts';

/** Every desk loads the whole list, and nobody can choose from more. */
const TAGS_OF_ALL_MOST = 500;

const access: Access = { needs: ['update', 'tickets'], only: 'staff' };

interface NewTag {
  id?: string | undefined;
  name: string;
}

/** Returns the tag of this name, new or existing; names ignore case. */
export const createTag = command(access, async (unit, _actor, input: NewTag): Promise<{ tag: Tag; isNew: boolean }> => {
  const key = input.name.toLocaleLowerCase('en');
  const known = await findTag(unit.tx, key);
  if (known) return { tag: known, isNew: false };
  if (input.id && (await isTaken(unit.tx, input.id))) throw idReused();
  const [all] = await unit.tx.select({ n: count() }).from(tags);
  if ((all?.n ?? 0) >= TAGS_OF_ALL_MOST) {
    throw new AppError(409, 'tags.too_many', `There are ${TAGS_OF_ALL_MOST} tags already. Use one of them.`);
  }
  const tag = { id: input.id ?? uuidv7(), name: input.name };
  await unit.tx.insert(tags).values({ ...tag, key, createdAt: unit.now });
  return { tag, isNew: true };
});

interface Tagging {
  ticketId: string;
  tagIds: string[];
  seen?: number | undefined;
}

export const setTags = command(access, async (unit, actor, input: Tagging): Promise<TicketView> => {
  const ticket = await accessTicketToChange(unit.tx, actor, input.ticketId);
  const wanted = await requireTags(unit.tx, input.tagIds);
  const added = wanted.filter((id) => !ticket.tags.includes(id));
  const removed = ticket.tags.filter((id) => !wanted.includes(id));
  if (added.length + removed.length === 0) return ticket;
  await requireUnchanged(unit, actor, { ticket, what: 'tags', seen: input.seen });
  const ofTicket = eq(ticketTags.ticketId, ticket.id);
  if (removed.length > 0) await unit.tx.delete(ticketTags).where(and(ofTicket, inArray(ticketTags.tagId, removed)));
  if (added.length > 0) await unit.tx.insert(ticketTags).values(added.map((tagId) => ({ tagId, ticketId: ticket.id })));
  const change = new Change(unit, actor, ticket);
  await change.record('ticket.tagged', { added, removed });
  change.set({ tags: wanted });
  return change.save();
});

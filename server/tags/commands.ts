import { and, count, eq, inArray } from 'drizzle-orm';
import { tags, ticketTags } from '../../db/schema/tickets.ts';
import { command } from '../auth/command.ts';
import { audit, changes } from '../audit/commands.ts';
import type { Unit } from '../commit.ts';
import { AppError, idReused, invalidFields } from '../errors.ts';
import { uuidv7 } from '../../db/ids.ts';
import { accessTicketToChange } from '../tickets/access.ts';
import type { Access } from '../auth/policy.ts';
import type { TicketView } from '../tickets/queries.ts';
import { requireUnchanged } from '../tickets/seen.ts';
import { Change } from '../tickets/transitions.ts';
import { replaceInViews } from '../views/replacing.ts';
import type { EditTag, Tag } from './contract.ts';
import { moveTagged } from './moving.ts';
import {
  findTag,
  findTagById,
  requireTag,
  requireTags,
  type StoredTag,
  successorOf,
  toTag,
  usesOfTags,
} from './queries.ts';

/** Every desk loads the whole list, and nobody can choose from more. */
const TAGS_OF_ALL_MOST = 500;

const access: Access = { needs: ['update', 'tickets'], only: 'staff' };

interface NewTag {
  id?: string | undefined;
  name: string;
}

/** Returns the tag of this name, new or existing; names ignore case. The name of a merged tag gives the other one. */
export const createTag = command(access, async (unit, _actor, input: NewTag): Promise<{ tag: Tag; isNew: boolean }> => {
  const key = keyOf(input.name);
  const known = await findTag(unit.tx, key);
  if (known) return { tag: toTag(await brought(unit, known)), isNew: false };
  if (input.id && (await findTagById(unit.tx, input.id))) throw idReused();
  await requireRoom(unit);
  const tag = { id: input.id ?? uuidv7(), name: input.name, key, createdAt: unit.now };
  const [row] = await unit.tx.insert(tags).values(tag).returning();
  if (!row) throw new Error('A tag was inserted and gave no row.');
  return { tag: toTag(row), isNew: true };
});

const keyOf = (name: string) => name.toLocaleLowerCase('en');

/** A deleted tag comes back when somebody writes its name again; an archived one does not. */
async function brought(unit: Unit, known: StoredTag): Promise<StoredTag> {
  const tag = await successorOf(unit.tx, known);
  if (tag.deleted) {
    await requireRoom(unit);
    const back = { deleted: false, archived: false, replacedBy: null };
    await unit.tx.update(tags).set(back).where(eq(tags.id, known.id));
    return { ...known, ...back };
  }
  if (tag.archived) throw new AppError(409, 'tags.archived', `The tag “${tag.name}” is archived. Choose another one.`);
  return tag;
}

async function requireRoom({ tx }: Unit) {
  const [all] = await tx.select({ n: count() }).from(tags).where(eq(tags.deleted, false));
  if ((all?.n ?? 0) >= TAGS_OF_ALL_MOST) {
    throw new AppError(409, 'tags.too_many', `There are ${TAGS_OF_ALL_MOST} tags already. Use one of them.`);
  }
}

/** Renames, describes, colours or archives a tag. */
export const editTag = command(
  { needs: ['update', 'settings'], only: 'staff' },
  async (unit, actor, { id, ...input }: EditTag & { id: string }): Promise<Tag> => {
    const row = await requireTag(unit.tx, id);
    const { name = row.name, description = row.description, colour = row.colour, archived = row.archived } = input;
    const next = { ...row, name, description, colour, archived, key: keyOf(name) };
    const changed = changes(row, next, { values: ['colour', 'archived'], texts: ['name', 'description'] });
    if (Object.keys(changed).length === 0) return toTag(row);
    const other = next.key === row.key ? null : await findTag(unit.tx, next.key);
    if (other)
      throw new AppError(409, 'tags.name_taken', `There is or was a tag “${other.name}”. Merge the two instead.`, {
        details: { id: other.id },
      });
    await unit.tx.update(tags).set(next).where(eq(tags.id, id));
    await audit(unit, { actorId: actor.id, action: 'tag.edited', targetId: id, ...changed });
    return toTag(next);
  },
);

/** Its tickets get the tag of `replaceBy`, the first ones in this unit. The row stays for the history. */
export const deleteTag = command(
  { needs: ['delete', 'settings'], only: 'staff' },
  async (unit, actor, { id, replaceBy }: { id: string; replaceBy?: string | undefined }) => {
    const row = await requireTag(unit.tx, id);
    const to = replaceBy === undefined ? null : await findTagById(unit.tx, replaceBy);
    if (replaceBy !== undefined && (!to || to.archived || to.id === id))
      throw invalidFields({ replaceBy: 'Choose another tag that is not archived.' });
    if (!to) await requireUnused(unit, row);
    const gone = { deleted: true, archived: true, replacedBy: to?.id ?? null };
    await unit.tx.update(tags).set(gone).where(eq(tags.id, id));
    const moved = to ? await moveTagged(unit, actor, id) : { moved: 0, left: false };
    if (to) await replaceInViews(unit, { filter: 'tag', from: id, to: to.id });
    const data = { replacedBy: to?.id ?? null };
    await audit(unit, { actorId: actor.id, action: 'tag.deleted', targetId: id, data });
    return moved;
  },
);

async function requireUnused({ tx }: Unit, { id, name }: StoredTag) {
  const uses = (await usesOfTags(tx)).get(id);
  if (!uses || uses.n === 0) return;
  const message = `Tickets have the tag “${name}”. Merge it into another one, or archive it.`;
  throw new AppError(409, 'values.in_use', message, { details: { tickets: uses } });
}

interface Tagging {
  ticketId: string;
  tagIds: string[];
  seen?: number | undefined;
}

export const setTags = command(access, async (unit, actor, input: Tagging): Promise<TicketView> => {
  const ticket = await accessTicketToChange(unit.tx, actor, input.ticketId);
  const wanted = await requireTags(unit.tx, input.tagIds, ticket.tags);
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

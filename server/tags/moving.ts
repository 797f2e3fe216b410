/** Gives the tickets of a merged tag the other one. */
import { and, eq } from 'drizzle-orm';
import { ticketTags } from '../../db/schema/tickets.ts';
import type { Actor } from '../auth/actor.ts';
import { findActor } from '../auth/policy.ts';
import type { Unit } from '../commit.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Payloads } from '../jobs/payloads.ts';
import { MOVED_AT_ONCE } from '../ticket-fields/moving.ts';
import { ticketsByIds } from '../tickets/queries.ts';
import { Change } from '../tickets/transitions.ts';
import { findTagById, successorOf } from './queries.ts';

/** Returns how many tickets it changed, and whether a job changes more. */
export async function moveTagged(unit: Unit, actor: Actor | null, from: string) {
  const tag = await findTagById(unit.tx, from);
  const to = tag && (await successorOf(unit.tx, tag));
  if (!to || to.deleted) return { moved: 0, left: false };
  const ofTag = eq(ticketTags.tagId, from);
  const found = await unit.tx.select({ id: ticketTags.ticketId }).from(ticketTags).where(ofTag).limit(MOVED_AT_ONCE);
  const ids = found.map(({ id }) => id);
  for (const ticket of await ticketsByIds(unit.tx, ids)) {
    const hasBoth = ticket.tags.includes(to.id);
    await unit.tx.delete(ticketTags).where(and(ofTag, eq(ticketTags.ticketId, ticket.id)));
    if (!hasBoth) await unit.tx.insert(ticketTags).values({ tagId: to.id, ticketId: ticket.id });
    const change = new Change(unit, actor, ticket);
    await change.record('ticket.tagged', { added: hasBoth ? [] : [to.id], removed: [from] });
    change.set({ tags: ticket.tags.flatMap((id) => (id !== from ? id : hasBoth ? [] : to.id)) });
    await change.save();
  }
  const left = found.length === MOVED_AT_ONCE;
  if (left) await enqueue(unit, { kind: 'tags.move', key: from, payload: { byId: actor?.id ?? null } });
  return { moved: found.length, left };
}

/** What the job does. */
export async function continueTagged(unit: Unit, from: string, { byId }: Payloads['tags.move']) {
  await moveTagged(unit, byId === null ? null : await findActor(unit.tx, byId), from);
}

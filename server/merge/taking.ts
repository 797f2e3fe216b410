/** What the target of a merge takes from the merged ticket, and gives back when the two are unmerged. */
import { and, eq, inArray } from 'drizzle-orm';
import { ticketTags } from '../../db/schema/tickets.ts';
import { TAGS_MOST } from '../tags/contract.ts';
import { statusList } from '../ticket-fields/queries.ts';
import { promisesTo } from '../tickets/deadlines.ts';
import { ticketsByIds, type TicketView } from '../tickets/queries.ts';
import { type Change, changeAssignee, changeStatus, roomOf } from '../tickets/transitions.ts';
import type { Both, MergedInto } from './contract.ts';

type Taken = NonNullable<MergedInto['taken']>;

export async function takeOver(target: Change, tickets: Both<TicketView>): Promise<Taken> {
  const { source, target: before } = tickets;
  const promised = nearestPromises(tickets, target.ticket);
  target.set({ promised });
  const tags = source.tags.filter((id) => !before.tags.includes(id)).slice(0, TAGS_MOST - before.tags.length);
  if (tags.length > 0) await changeTags(target, { added: tags, removed: [] });
  const { handDueAt } = source;
  const isNearer = source.active && handDueAt !== null && handDueAt < (before.handDueAt ?? Infinity);
  if (isNearer) await setDue(target, handDueAt);
  const escalated = source.active && source.escalated && !before.escalated;
  if (escalated) await escalate(target, true);
  const assigneeId = await giveAssignee(target, source);
  return {
    ...{ tags, escalated, promised: { was: before.promised, now: promised } },
    dueAt: isNearer ? { was: before.handDueAt, now: handDueAt } : null,
    assignee: assigneeId ? { id: assigneeId, status: { was: before.status, now: target.ticket.status } } : null,
  };
}

/** A promise stays what it was, whichever of the two tickets it was given for. */
function nearestPromises({ source, target }: Both<TicketView>, { waitingSince, responseMs, resolutionMs }: TicketView) {
  if (!source.active) return target.promised;
  const [one, other] = [promisesTo(source), promisesTo(target)];
  const answers = [one.answer, other.answer].flatMap((answer) => answer ?? []);
  const [answer = null] = answers.toSorted((a, b) => a.by - b.by);
  const resolve = one.resolve.by < other.resolve.by ? one.resolve : other.resolve;
  return { waitingSince, responseMs, resolutionMs, answer, resolve };
}

/** The one who works on it goes on there. Closing the source makes room for one. */
async function giveAssignee(target: Change, { active, assigneeId, assigneeName }: TicketView): Promise<string | null> {
  if (!active || assigneeId === null || target.ticket.assigneeId !== null) return null;
  if ((await roomOf(target.unit, assigneeId, 1)) === 0) return null;
  await changeAssignee(target, { id: assigneeId, name: assigneeName ?? '' });
  return assigneeId;
}

/** What somebody changed since the merge stays. `others` are merged into the target still. */
export async function giveBack(target: Change, { taken }: MergedInto, others: string[]): Promise<void> {
  if (!taken) return;
  const { tags, dueAt, escalated, assignee, promised } = taken;
  const isLast = JSON.stringify(target.ticket.promised) === JSON.stringify(promised.now);
  if (isLast) target.set({ promised: others.length === 0 ? null : promised.was });
  const kept = new Set(
    others.length > 0 ? (await ticketsByIds(target.unit.tx, others)).flatMap((one) => one.tags) : [],
  );
  const removed = tags.filter((id) => target.ticket.tags.includes(id) && !kept.has(id));
  if (removed.length > 0) await changeTags(target, { added: [], removed });
  if (dueAt && target.ticket.handDueAt === dueAt.now) await setDue(target, dueAt.was);
  if (escalated && target.ticket.escalated) await escalate(target, false);
  if (assignee && target.ticket.assigneeId === assignee.id) {
    await changeAssignee(target, null);
    const before = (await statusList(target.unit.tx)).find(
      ({ code, deleted }) => code === assignee.status.was && !deleted,
    );
    if (before && target.ticket.status === assignee.status.now) await changeStatus(target, before);
  }
}

async function changeTags(change: Change, { added, removed }: { added: string[]; removed: string[] }) {
  const { tx } = change.unit;
  const { id: ticketId, tags } = change.ticket;
  if (added.length > 0) await tx.insert(ticketTags).values(added.map((tagId) => ({ tagId, ticketId })));
  if (removed.length > 0)
    await tx.delete(ticketTags).where(and(eq(ticketTags.ticketId, ticketId), inArray(ticketTags.tagId, removed)));
  await change.record('ticket.tagged', { added, removed });
  change.set({ tags: [...tags.filter((id) => !removed.includes(id)), ...added] });
}

async function setDue(change: Change, dueAt: number | null) {
  await change.record('ticket.due_set', { dueAt, was: change.ticket.handDueAt });
  change.set({ handDueAt: dueAt });
}

async function escalate(change: Change, escalated: boolean) {
  await change.record('ticket.escalated', { escalated });
  change.set({ escalated });
}

/**
 * Refuses a change if another person changed the same field after the `seen` version, for example while the caller was
 * offline. The other change stays.
 */
import { and, desc, eq, gt, inArray, isNotNull, isNull, ne, or } from 'drizzle-orm';
import { bound } from '#dialect';
import { prepared } from '../../db/database.ts';
import { events } from '../../db/schema/events.ts';
import { users } from '../../db/schema/people.ts';
import type { Unit } from '../commit.ts';
import type { EventType } from '../contract.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../auth/actor.ts';
import type { TicketView } from './queries.ts';

/** The newest event of these types after `seen` by another person. Events of the system, such as an ended snooze, do not count. */
const newestOf = (...types: EventType[]) =>
  prepared((db) =>
    db
      .select({ id: events.id, actorId: events.actorId, name: users.name })
      .from(events)
      .leftJoin(users, eq(users.id, events.actorId))
      .where(
        and(
          eq(events.ticketId, bound('ticketId')),
          gt(events.id, bound('seen')),
          inArray(events.type, types),
          or(
            and(isNotNull(events.actorId), ne(events.actorId, bound('actorId'))),
            and(isNull(events.actorId), ne(events.type, 'ticket.woke')),
          ),
        ),
      )
      .orderBy(desc(events.id))
      .limit(1),
  );

const CHANGES = {
  status: { newest: newestOf('ticket.status_changed'), words: 'changed the status' },
  assignee: { newest: newestOf('ticket.assigned'), words: 'changed the assignee' },
  team: { newest: newestOf('ticket.team_changed'), words: 'changed the team' },
  priority: { newest: newestOf('ticket.prioritised'), words: 'changed the priority' },
  category: { newest: newestOf('ticket.edited'), words: 'edited the ticket' },
  due: { newest: newestOf('ticket.due_set'), words: 'changed the due date' },
  escalated: { newest: newestOf('ticket.escalated'), words: 'changed the escalation' },
  snooze: { newest: newestOf('ticket.snoozed', 'ticket.woke'), words: 'changed the snooze' },
  tags: { newest: newestOf('ticket.tagged'), words: 'changed the tags' },
};

interface Seen {
  what: keyof typeof CHANGES;
  /** The ticket's version on the caller's screen; undefined to skip the check. */
  seen: number | undefined;
  /** The change hides the ticket, so a new customer message counts as a conflict too. */
  hides?: boolean;
}

const messageOf = newestOf('message.sent');

export async function requireUnchanged(unit: Unit, actor: Actor, { ticket, ...asked }: Seen & { ticket: TicketView }) {
  const { what, seen, hides = false } = asked;
  if (seen === undefined || ticket.version <= seen) return;
  const since = { ticketId: ticket.id, seen, actorId: actor.id };
  const { newest, words } = CHANGES[what];
  const [change] = await newest(unit.tx).execute(since);
  if (change) throw changed(change, words);
  const [message] = hides ? await messageOf(unit.tx).execute(since) : [];
  if (message?.actorId === ticket.customerId) throw changed(message, 'wrote');
}

const changed = ({ id, actorId, name }: { id: number; actorId: string | null; name: string | null }, words: string) =>
  new AppError(
    409,
    'tickets.changed',
    `${name ?? 'The system'} ${words} meanwhile. Check the ticket, then decide again.`,
    {
      details: { eventId: id, by: actorId },
    },
  );

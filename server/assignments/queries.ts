import { and, desc, eq, inArray, lte, sql } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { events } from '../../db/schema/events.ts';
import { users } from '../../db/schema/people.ts';
import { cursorAt, placeIn } from '../http/cursor.ts';
import { personIn } from '../people/person-in.ts';
import type { Assignment } from './contract.ts';

const PER_PAGE = 50;

/** The events and not the table `assignments`: only they tell the system from a person who took the ticket. */
const changesOf = prepared((db) =>
  db
    .select({ id: events.id, actorId: events.actorId, customerId: events.customerId, data: events.data, at: events.at })
    .from(events)
    .where(
      and(eq(events.ticketId, bound('ticketId')), eq(events.type, 'ticket.assigned'), lte(events.id, bound('cursor'))),
    )
    .orderBy(desc(events.id))
    .limit(sql.placeholder('limit')),
);

interface Asked {
  ticketId: string;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** Each change ends the one before it. A page therefore begins with the last change of the page before, which it does not show. */
export async function assignmentsOf(db: Db, { ticketId, cursor, limit = PER_PAGE }: Asked) {
  const bind = ['assignments', ticketId];
  const from = cursor === undefined ? null : Number(placeIn(cursor, bind));
  const first = from === null ? 0 : 1;
  const found = await changesOf(db).execute({
    ticketId,
    cursor: from ?? Number.MAX_SAFE_INTEGER,
    limit: first + limit + 1,
  });
  const changes = found.slice(0, first + limit);
  const names = await namesOf(
    db,
    changes.flatMap(({ actorId, data }) => [actorId, assigneeIn(data)]),
  );
  const items = changes.slice(first).flatMap((change, n): Assignment[] => {
    const assigneeId = assigneeIn(change.data);
    if (assigneeId === null) return [];
    const named = (id: string) => personIn(change, id, names.get(id) ?? '');
    return [
      {
        assignee: named(assigneeId),
        by: change.actorId === null ? null : named(change.actorId),
        from: change.at,
        until: changes[first + n - 1]?.at ?? null,
      },
    ];
  });
  const last = changes.at(-1);
  return { items, next: found.length > changes.length && last ? cursorAt(String(last.id), bind) : null };
}

const assigneeIn = (data: (typeof events.$inferSelect)['data']) =>
  typeof data['assigneeId'] === 'string' ? data['assigneeId'] : null;

async function namesOf(db: Db, ids: (string | null)[]) {
  const known = [...new Set(ids)].filter((id) => id !== null);
  if (known.length === 0) return new Map<string, string>();
  const found = await db.select({ id: users.id, name: users.name }).from(users).where(inArray(users.id, known));
  return new Map(found.map(({ id, name }) => [id, name]));
}

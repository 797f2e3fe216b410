/** Assignments, messages and notes of a member of the team. Tickets belong to their customers, so no text of others is in. */
import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { messages, notes } from '../../db/schema/messages.ts';
import { assignments, tickets } from '../../db/schema/tickets.ts';
import type { Sources } from './sources.ts';
import { list } from './lines.ts';
import type { Entry } from './zip.ts';

/** Messages that are looked at per query, some 4 ms: no index knows the author, which would cost every message. */
const AT_ONCE = 1_000;

export async function* writtenBy({ db, asked }: Sources): AsyncGenerator<Entry> {
  const { id } = asked.person;
  yield list('assignments.json', heldBy(db, id));
  yield list('messages.json', textsOf(db, messages, id));
  if (asked.notes) yield list('notes.json', textsOf(db, notes, id));
}

async function* heldBy(db: Db, userId: string) {
  let after = '';
  let found;
  do {
    found = await db
      .select({ id: assignments.id, ticket: tickets.number, from: assignments.fromAt, until: assignments.untilAt })
      .from(assignments)
      .innerJoin(tickets, eq(tickets.id, assignments.ticketId))
      .where(and(eq(assignments.assigneeId, userId), gt(assignments.id, after)))
      .orderBy(asc(assignments.id))
      .limit(AT_ONCE);
    yield found.map(({ id: _id, ...held }) => held);
    after = found.at(-1)?.id ?? '';
  } while (found.length === AT_ONCE);
}

async function* textsOf(db: Db, texts: typeof messages | typeof notes, authorId: string) {
  let after = '';
  let seen;
  do {
    seen = await db
      .select({ id: texts.id, authorId: texts.authorId })
      .from(texts)
      .where(gt(texts.id, after))
      .orderBy(asc(texts.id))
      .limit(AT_ONCE);
    after = seen.at(-1)?.id ?? '';
    const own = seen.filter((one) => one.authorId === authorId).map(({ id }) => id);
    yield own.length === 0
      ? []
      : await db
          .select({ ticket: tickets.number, body: texts.body, createdAt: texts.createdAt, editedAt: texts.editedAt })
          .from(texts)
          .innerJoin(tickets, eq(tickets.id, texts.ticketId))
          .where(and(inArray(texts.id, own), isNull(texts.deletedAt)))
          .orderBy(asc(texts.id));
  } while (seen.length === AT_ONCE);
}

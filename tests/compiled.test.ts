import { asc, eq, sql } from 'drizzle-orm';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { alias, bound } from '#dialect';
import { connect } from '../db/sqlite/connection.ts';
import { type Db, prepared } from '../db/database.ts';
import { events } from '../db/schema/events.ts';
import { messages } from '../db/schema/messages.ts';
import { settings } from '../db/schema/settings.ts';
import { tickets } from '../db/schema/tickets.ts';
import { users } from '../db/schema/people.ts';
import { makeData, databaseIn } from './load/data.ts';

const folder = mkdtempSync(join(tmpdir(), 'answerback-compiled-'));
makeData(folder, { customers: 2, staff: 2, tickets: 4, open: 2, messages: 8 });
const db = connect(databaseIn(folder));
afterAll(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const assignees = alias(users, 'assignees');
const authors = alias(users, 'authors');
type Rows = PromiseLike<unknown[]>;
const queries: Record<string, (at: Db) => Rows & { prepare(): { execute(): Rows } }> = {
  'a row of every kind of column': (at: Db) => at.select().from(tickets).orderBy(asc(tickets.id)),
  'a join that finds nothing, as names and as a whole': (at: Db) =>
    at
      .select({ ticket: tickets, assignee: assignees, assigneeName: assignees.name })
      .from(tickets)
      .leftJoin(assignees, eq(assignees.id, tickets.assigneeId))
      .orderBy(asc(tickets.id)),
  'two joins, one of which finds something': (at: Db) =>
    at
      .select({ event: events, message: messages, authorName: authors.name })
      .from(events)
      .leftJoin(messages, eq(messages.id, events.subjectId))
      .leftJoin(authors, eq(authors.id, messages.authorId))
      .orderBy(asc(events.id)),
  'what SQL works out': (at: Db) =>
    at.select({ id: users.id, free: sql<number>`${users.capacity} - ${users.activeTickets}`.as('free') }).from(users),
};

test.each(Object.entries(queries))('%s: what is compiled answers what Drizzle answers', async (_name, query) => {
  const expected = await query(db.reader);
  expect(expected.length).toBeGreaterThan(1);
  const rows = await prepared(query)(db.reader).execute();
  expect(rows).toEqual(expected);
  expect(JSON.stringify(rows)).toBe(JSON.stringify(expected));
});

test('a value is bound as its column stores it, and one that is missing is named', async () => {
  const put = prepared((at) =>
    at
      .insert(settings)
      .values({ name: sql.placeholder('name'), value: sql.placeholder('value') })
      .returning(),
  )(db.writer.db);
  expect(await put.execute({ name: 'one', value: { a: [1, 'two'] } })).toEqual([
    { name: 'one', value: { a: [1, 'two'] } },
  ]);
  const of = prepared((at) =>
    at
      .select()
      .from(settings)
      .where(eq(settings.name, bound('name'))),
  )(db.reader);
  expect(await of.execute({ name: 'one' })).toEqual([{ name: 'one', value: { a: [1, 'two'] } }]);
  expect(await of.execute({ name: 'two' })).toEqual([]);
  await expect(put.execute({ name: 'three' })).rejects.toThrow('value');
});

test('what SQLite refuses is said with its own code', async () => {
  const put = prepared((at) =>
    at.insert(settings).values({ name: sql.placeholder('name'), value: sql.placeholder('value') }),
  );
  await put(db.writer.db).execute({ name: 'four', value: 1 });
  await expect(put(db.writer.db).execute({ name: 'four', value: 1 })).rejects.toMatchObject({
    code: 'SQLITE_CONSTRAINT_PRIMARYKEY',
  });
});

import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { alias } from '#dialect';
import type { Db } from '../../db/database.ts';
import { users } from '../../db/schema/people.ts';
import { holds, retentionRules } from '../../db/schema/privacy.ts';
import { doneAt, isDoneAndKept, tickets } from '../../db/schema/tickets.ts';
import { sites } from '../../db/schema/widget.ts';
import { ALL, EXAMPLES_SHOWN, type Forecast, type Rule, type SetRule } from './contract.ts';
import { monthsBefore } from './months.ts';

export type StoredRule = typeof retentionRules.$inferSelect;

export async function ruleList(db: Db): Promise<Rule[]> {
  const rows = await db
    .select({ row: retentionRules, siteName: sites.name })
    .from(retentionRules)
    .leftJoin(sites, eq(sites.id, retentionRules.siteId))
    .orderBy(asc(retentionRules.scope));
  const found = rows.map(({ row, siteName }): Rule => {
    const { siteId, lastRunAt, lastDone, lastHeld, ...rule } = row;
    return {
      ...rule,
      site: siteId === null ? null : { id: siteId, name: siteName ?? '' },
      last: lastRunAt === null ? null : { at: lastRunAt, done: lastDone, held: lastHeld },
    };
  });
  return found.toSorted((a, b) => Number(b.scope === ALL) - Number(a.scope === ALL));
}

export async function findRule(db: Db, scope: string): Promise<StoredRule | null> {
  const [row] = await db.select().from(retentionRules).where(eq(retentionRules.scope, scope));
  return row ?? null;
}

const ticketHolds = alias(holds, 'ticket_holds');
const personHolds = alias(holds, 'person_holds');

const anyHold = sql<string | null>`coalesce(${ticketHolds.id}, ${personHolds.id})`;

/** Behind a ticket, by the time when it was done and its id. */
export interface Place {
  at: number;
  id: string;
}

/** Tickets that were done until a time, the oldest first: a range of one index, whichever of them a rule is for. */
async function doneBy(db: Db, { at, id, until, most }: Place & { until: number; most: number }) {
  return db
    .select({
      id: tickets.id,
      doneAt,
      isClosed: isNotNull(tickets.closedAt),
      siteId: tickets.siteId,
      mergedInto: tickets.mergedInto,
      mergedFrom: tickets.mergedFrom,
      messages: tickets.lastSeq,
      hold: anyHold,
    })
    .from(tickets)
    .leftJoin(ticketHolds, eq(ticketHolds.ticketId, tickets.id))
    .leftJoin(personHolds, eq(personHolds.userId, tickets.customerId))
    .where(and(isDoneAndKept, sql`(${doneAt}, ${tickets.id}) > (${at}, ${id})`, sql`${doneAt} <= ${until}`))
    .orderBy(asc(doneAt), asc(tickets.id))
    .limit(most);
}
export type Done = Awaited<ReturnType<typeof doneBy>>[number];

interface Wanted extends Pick<SetRule, 'months' | 'resolved'> {
  scope: string;
}

/**
 * The ids of tickets with one merged into them that is on hold, or was done after a time. A merge counts as the end of its
 * source.
 */
async function keptBySources(
  db: Db,
  found: Done[],
  until: number,
): Promise<{ held: Set<string>; younger: Set<string> }> {
  const intoOf = new Map(found.flatMap((one) => one.mergedFrom.map(({ id }) => [id, one.id] as const)));
  const rows =
    intoOf.size === 0
      ? []
      : await db
          .select({ id: tickets.id, isYounger: sql<number>`${doneAt} > ${until}`, hold: anyHold })
          .from(tickets)
          .leftJoin(ticketHolds, eq(ticketHolds.ticketId, tickets.id))
          .leftJoin(personHolds, eq(personHolds.userId, tickets.customerId))
          .where(inArray(tickets.id, [...intoOf.keys()]));
  const into = (sources: typeof rows) => new Set(sources.flatMap(({ id }) => intoOf.get(id) ?? []));
  return {
    held: into(rows.filter(({ hold }) => hold !== null)),
    younger: into(rows.filter(({ isYounger }) => isYounger)),
  };
}

/**
 * A part of the tickets that a rule is for, and the place behind the last one that was looked at; null at the end. The
 * forecast and the run both read this and judge no ticket themselves, so they cannot differ.
 */
export async function partOf(
  db: Db,
  { scope, months, resolved }: Wanted,
  { after, now, most }: { after: Place; now: number; most: number },
): Promise<{ found: (Done & { isHeld: boolean })[]; next: Place | null }> {
  const until = monthsBefore(now, months);
  const rows = await doneBy(db, { ...after, until, most });
  const own = scope === ALL ? await scopesOf(db) : null;
  const inScope = rows.filter(({ isClosed, siteId, mergedInto }) => {
    // A merged ticket goes with the one that shows it.
    if (mergedInto !== null || (!resolved && !isClosed)) return false;
    return own ? siteId === null || !own.has(siteId) : siteId === scope;
  });
  // A ticket goes with those merged into it: the youngest of them decides, and a hold on one keeps them all.
  const { held, younger } = await keptBySources(db, inScope, until);
  const found = inScope
    .filter(({ id }) => !younger.has(id))
    .map((one) => ({ ...one, isHeld: one.hold !== null || held.has(one.id) }));
  const last = rows.at(-1);
  return { found, next: rows.length === most && last ? { at: last.doneAt, id: last.id } : null };
}

const scopesOf = async (db: Db) =>
  new Set((await db.select({ scope: retentionRules.scope }).from(retentionRules)).map(({ scope }) => scope));

/** Tickets that are read at once, some 5 ms. */
const AT_ONCE = 500;

/** Looks at every ticket in question, part by part, so that the numbers are true however many there are. */
export async function forecastOf(db: Db, wanted: Wanted, now: number): Promise<Forecast> {
  const made: Forecast = { tickets: 0, held: 0, oldestAt: null, newestAt: null, examples: [] };
  const shown: string[] = [];
  let after: Place | null = { at: 0, id: '' };
  while (after) {
    const part: Awaited<ReturnType<typeof partOf>> = await partOf(db, wanted, { after, now, most: AT_ONCE });
    const free = part.found.filter(({ isHeld }) => !isHeld);
    made.tickets += free.length;
    made.held += part.found.length - free.length;
    made.oldestAt ??= free[0]?.doneAt ?? null;
    made.newestAt = free.at(-1)?.doneAt ?? made.newestAt;
    shown.push(...free.slice(0, EXAMPLES_SHOWN - shown.length).map(({ id }) => id));
    after = part.next;
    await nextTurn();
  }
  return { ...made, examples: await examplesOf(db, shown) };
}

const examplesOf = async (db: Db, ids: string[]) =>
  db
    .select({ id: tickets.id, number: tickets.number, subject: tickets.subject, customer: users.name, doneAt })
    .from(tickets)
    .innerJoin(users, eq(users.id, tickets.customerId))
    .where(inArray(tickets.id, ids))
    .orderBy(asc(doneAt), asc(tickets.id));

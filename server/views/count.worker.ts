/** A worker thread, so that counting delays no message. */
import { workerData } from 'node:worker_threads';
import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import { openReader } from '#database/connection';
import { lowerPriority } from '../../db/lower-priority.ts';
import { users } from '../../db/schema/people.ts';
import { AppError } from '../errors.ts';
import { timeZone } from '../hours/contract.ts';
import type { Rights } from '../people/contract.ts';
import { resolveTicketQuery } from '../search/resolve-query.ts';
import { openSearch, type Searcher, type TicketsFound } from '../search/search.ts';
import { answerCalls } from '../threads.ts';
import type { ViewCount } from './contract.ts';
import { type Counted, countOf } from './queries.ts';

lowerPriority();
const db = openReader(String(workerData));
let search: Searcher | undefined;
/** The rights of everyone who may see a list. Text filters ignore notes. */
const RIGHTS: Rights = { tickets: ['view'], messages: ['view'] };

/** Counts by the caller's keys. `ms` is the time that counting took. */
async function count(views: Record<string, Counted>) {
  const began = performance.now();
  const counts: Record<string, ViewCount> = {};
  const lookedAt = new Map<string, Promise<number>>();
  for (const [key, view] of Object.entries(views)) {
    const within = await saidIn(view).catch(unlessRefused);
    if (within) counts[key] = await countOf(db, { ...view, within: within === 'any' ? undefined : within }, lookedAt);
  }
  return { counts, ms: performance.now() - began };
}

async function saidIn({ filters: { q }, userId }: Counted): Promise<TicketsFound | 'any'> {
  if (q === undefined) return 'any';
  search ??= openSearch(String(workerData));
  const asker = { id: userId ?? '', kind: 'staff' as const, rights: RIGHTS, unscoped: null };
  const zone = userId === null ? undefined : await timeZoneOf(userId);
  return search.ticketsWith(await resolveTicketQuery(db, asker, { q, timeZone: zone }));
}

/** Undefined if their browser named a zone that this server does not know. */
async function timeZoneOf(userId: string) {
  const [row] = await db.select({ zone: users.timeZone }).from(users).where(eq(users.id, userId));
  return row && v.is(timeZone, row.zone) ? row.zone : undefined;
}

/** A view with an invalid filter has no count; its list shows the error. */
function unlessRefused(error: unknown): null {
  if (error instanceof AppError) return null;
  throw error;
}

const calls = { count };
answerCalls(calls);

export type CountCalls = typeof calls;

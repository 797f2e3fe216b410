import { and, eq, inArray, isNull, lt, notExists, sql } from 'drizzle-orm';
import type * as v from 'valibot';
import { counters } from '../../db/schema/settings.ts';
import { users } from '../../db/schema/people.ts';
import { sites, usedTokens, visitors } from '../../db/schema/widget.ts';
import { holds } from '../../db/schema/privacy.ts';
import { tickets } from '../../db/schema/tickets.ts';
import { audit } from '../audit/commands.ts';
import { endSessionsOf, shutOut, startSession } from '../auth/sessions.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { AppError, forbidden, notFound } from '../errors.ts';
import { keepEarlierName } from '../holds/earlier-names.ts';
import { uuidv7 } from '../../db/ids.ts';
import type { Actor } from '../auth/actor.ts';
import type { Access } from '../auth/policy.ts';
import type * as contract from './contract.ts';
import { changeCustomer } from './customer.ts';
import { findSiteByKey, type StoredSite } from '../sites/queries.ts';
import { findVisitor, isOut, type StoredVisitor } from './queries.ts';

interface NewVisitor {
  site: StoredSite;
  /** The `sub` of their identity token, if they are identified. */
  externalId?: string;
  name?: string | undefined;
  email?: string | undefined;
  device: string;
  visit: contract.Visit;
}
type StartVisitor = Omit<NewVisitor, 'site' | 'externalId'> & { site: string; address: string };

/** Creates an anonymous visitor, a customer without an account, and their token. */
export async function startVisitor(unit: Unit, { site: key, address, ...input }: StartVisitor) {
  const site = await findSiteByKey(unit.tx, key);
  if (!site) throw notFound();
  const userId = await addVisitor(unit, { ...input, site });
  const token = await startSession(unit, { userId, kind: 'visitor', device: input.device, address });
  return { userId, token };
}

/** Returns the visitor's user id. */
export async function addVisitor(unit: Unit, { site, externalId, name, email, device, visit }: NewVisitor) {
  const id = uuidv7();
  const called = name ?? `Visitor ${await nextNumber(unit)}`;
  const locale = visit.language ?? 'en';
  await unit.tx.insert(users).values({ id, name: called, role: 'customer', locale, createdAt: unit.now });
  await unit.tx.insert(visitors).values({
    ...{ userId: id, siteId: site.id, externalId: externalId ?? null },
    ...{ email: email ?? null, device: device.slice(0, 300) },
    ...visit,
    seenAt: unit.now,
  });
  await audit(unit, { actorId: id, action: 'visitor.started', targetId: id, data: { site: site.id } });
  return id;
}

/** Numbers the names of anonymous visitors, so that the queue can tell them apart. */
async function nextNumber({ tx }: Unit): Promise<number> {
  const [row] = await tx
    .update(counters)
    .set({ value: sql`${counters.value} + 1` })
    .where(eq(counters.name, 'visitor_number'))
    .returning({ value: counters.value });
  if (!row) throw new Error('The counter of visitors is missing.');
  return row.value;
}

/** Records the origin that loaded the widget. */
export async function noteSeen({ tx, now }: Unit, { siteId, origin }: { siteId: string; origin: string }) {
  await tx.update(sites).set({ seenOrigin: origin, seenAt: now }).where(eq(sites.id, siteId));
}

/** Throws 403 for everyone except visitors: people with an account change their name in their profile. */
export async function requireVisitor(db: Unit['tx'], actor: Actor): Promise<StoredVisitor> {
  const visitor = await findVisitor(db, actor.id);
  if (!visitor) throw forbidden('This is for visitors of the widget.');
  return visitor;
}

type Edit = v.InferOutput<typeof contract.editVisitor>;

/** Stores the name and address that a visitor typed. The address is unverified, so nothing is looked up by it. */
export const editVisitor = command({ needs: 'signed-in', only: 'customer' }, async (unit, actor, input: Edit) => {
  const before = await requireVisitor(unit.tx, actor);
  const { name = before.name, email = before.email } = input;
  if (name !== before.name && before.externalId !== null)
    throw new AppError(409, 'visitor.known', 'Your name comes from the site. Change it there.');
  await keepEarlierName(unit, { id: actor.id, name: before.name, email: before.email }, { name, email });
  if (email !== before.email) await unit.tx.update(visitors).set({ email }).where(eq(visitors.userId, actor.id));
  if (name !== before.name) {
    await unit.tx.update(users).set({ name }).where(eq(users.id, actor.id));
    await changeCustomer(unit, { customer: { ...actor, name }, was: actor.id, verified: false });
  }
  if (name !== before.name || email !== before.email) unit.tell({ kind: 'visitor', userId: actor.id });
  return { ...before, name, email };
});

const blocking: Access = { needs: ['update', 'tickets'], only: 'staff' };

interface Blocking {
  userId: string;
  blocked: boolean;
}

/**
 * Locks a visitor out from this commit on, but keeps their sessions: with a deleted token the widget would start as a new
 * visitor, and after unblocking the token is the only way back to their conversations.
 */
export const setBlocked = command(blocking, async (unit, actor, { userId, blocked }: Blocking) => {
  const visitor = await findVisitor(unit.tx, userId);
  if (!visitor) throw notFound();
  if (isOut(visitor) === blocked) return;
  await unit.tx
    .update(visitors)
    .set({ blockedAt: blocked ? unit.now : null })
    .where(eq(visitors.userId, userId));
  await unit.tx.update(users).set({ active: !blocked }).where(eq(users.id, userId));
  const action = blocked ? 'visitor.blocked' : 'visitor.unblocked';
  await audit(unit, { actorId: actor.id, action, targetId: userId });
  unit.tell({ kind: 'visitor', userId });
  if (blocked) await shutOut(unit, userId);
});

/**
 * Deletes the data and sessions of those visitors who wrote nothing and were not seen since `before`. Their empty row in
 * `users` stays, because deleting it would scan all messages for references.
 */
export async function forgetVisitors(unit: Unit, { ids, before }: { ids: string[]; before: number }): Promise<void> {
  const { tx } = unit;
  const wrote = tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.customerId, visitors.userId));
  const held = tx.select({ id: holds.id }).from(holds).where(eq(holds.userId, visitors.userId));
  const gone = await tx
    .delete(visitors)
    .where(
      and(
        ...[inArray(visitors.userId, ids), lt(visitors.seenAt, before), isNull(visitors.blockedAt)],
        ...[notExists(wrote), notExists(held)],
      ),
    )
    .returning({ userId: visitors.userId });
  const silent = gone.map(({ userId }) => userId);
  await endSessionsOf(unit, silent);
  await tx.update(users).set({ active: false, name: 'Visitor' }).where(inArray(users.id, silent));
}

/** Deletes used tokens that have expired and would be refused anyway. */
export const forgetUsedTokens = ({ tx, now }: Unit) => tx.delete(usedTokens).where(lt(usedTokens.expiresAt, now));

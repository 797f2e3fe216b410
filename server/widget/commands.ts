import { eq, sql } from 'drizzle-orm';
import { counters, sites, users, visitors } from '../../db/schema.ts';
import { audit } from '../audit.ts';
import { startSession } from '../auth/sessions.ts';
import type { Unit } from '../commit.ts';
import { notFound } from '../errors.ts';
import { uuidv7 } from '../ids.ts';
import type { Visit } from './contract.ts';
import { findSite, type StoredSite } from './queries.ts';

interface NewVisitor {
  site: StoredSite;
  /** Who they are to the site, where it said so. */
  externalId?: string;
  name?: string | undefined;
  email?: string | undefined;
  device: string;
  visit: Visit;
}
type StartVisitor = Omit<NewVisitor, 'site' | 'externalId'> & { site: string; address: string };

/** A customer without an account, who proved nothing, and their token. */
export async function startVisitor(unit: Unit, { site: key, address, ...input }: StartVisitor) {
  const site = await findSite(unit.tx, key);
  if (!site) throw notFound();
  const userId = await addVisitor(unit, { ...input, site });
  const token = await startSession(unit, { userId, kind: 'visitor', device: input.device, address });
  return { userId, token };
}

/** Answers their id. */
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

/** So that two of them are two names in the queue. */
async function nextNumber({ tx }: Unit): Promise<number> {
  const [row] = await tx
    .update(counters)
    .set({ value: sql`${counters.value} + 1` })
    .where(eq(counters.name, 'visitor_number'))
    .returning({ value: counters.value });
  if (!row) throw new Error('The counter of visitors is missing.');
  return row.value;
}

/** The widget was loaded from there. */
export async function noteSeen({ tx, now }: Unit, { siteId, origin }: { siteId: string; origin: string }) {
  await tx.update(sites).set({ seenOrigin: origin, seenAt: now }).where(eq(sites.id, siteId));
}

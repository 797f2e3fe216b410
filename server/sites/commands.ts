import { count, eq } from 'drizzle-orm';
import { isDeepStrictEqual } from 'node:util';
import { sites, visitors } from '../../db/schema/widget.ts';
import { audit, changes } from '../audit/commands.ts';
import { endSessionsOf } from '../auth/sessions.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { AppError, idReused } from '../errors.ts';
import { newSecret, newSiteKey, uuidv7 } from '../../db/ids.ts';
import type { Access } from '../auth/policy.ts';
import { type CreateSite, type EditSite, SITES_MOST } from './contract.ts';
import { findSite, requireSite, toSite } from './queries.ts';

const creates: Access = { needs: ['create', 'settings'] };
const updates: Access = { needs: ['update', 'settings'] };

/** `isNew` is false for a retry. */
export const createSite = command(creates, async (unit, actor, { id = uuidv7(), ...input }: CreateSite) => {
  const known = await findSite(unit.tx, id);
  if (known) {
    const { name, origins, look, hours } = known;
    if (!isDeepStrictEqual({ name, origins, look, hours }, input)) throw idReused();
    return { site: toSite(known), isNew: false };
  }
  const [there] = await unit.tx.select({ n: count() }).from(sites);
  if ((there?.n ?? 0) >= SITES_MOST)
    throw new AppError(409, 'sites.full', `There are ${SITES_MOST} sites already. Delete one first.`);
  const times = { createdAt: unit.now, updatedAt: unit.now };
  const row = { id, key: newSiteKey(), ...input, identitySecret: null, seenOrigin: null, seenAt: null, ...times };
  await unit.tx.insert(sites).values(row);
  await audit(unit, { actorId: actor.id, action: 'site.created', targetId: id });
  return { site: toSite(row), isNew: true };
});

export const editSite = command(updates, async (unit, actor, { id, ...input }: EditSite & { id: string }) => {
  const known = await requireSite(unit.tx, id);
  const { name = known.name, origins = known.origins, look = known.look, hours = known.hours } = input;
  const wanted = { name, origins, look, hours };
  const before = { name: known.name, origins: known.origins, look: known.look, hours: known.hours };
  if (isDeepStrictEqual(before, wanted)) return toSite(known);
  await unit.tx
    .update(sites)
    .set({ ...wanted, updatedAt: unit.now })
    .where(eq(sites.id, id));
  const changed = changes(before, wanted, { values: ['origins'], texts: ['name', 'look', 'hours'] });
  await audit(unit, { actorId: actor.id, action: 'site.edited', targetId: id, ...changed });
  return toSite({ ...known, ...wanted, updatedAt: unit.now });
});

/** Keeps the tickets of the site and ends the sessions of its visitors. */
export const deleteSite = command({ needs: ['delete', 'settings'] }, async (unit, actor, { id }: { id: string }) => {
  await requireSite(unit.tx, id);
  const theirs = unit.tx.select({ id: visitors.userId }).from(visitors).where(eq(visitors.siteId, id));
  const ended = await endSessionsOf(unit, theirs);
  await unit.tx.delete(sites).where(eq(sites.id, id));
  await audit(unit, { actorId: actor.id, action: 'site.deleted', targetId: id, data: { sessions: ended } });
});

/** Replaces the secret: tokens signed with the old one are refused. Visitors identified before stay identified. */
export const makeIdentitySecret = command(updates, async (unit, actor, { id }: { id: string }) => {
  const { identitySecret: before } = await requireSite(unit.tx, id);
  const secret = newSecret();
  await setSecret(unit, { id, identitySecret: secret });
  const action = before === null ? 'site.identity_on' : 'site.identity_rotated';
  await audit(unit, { actorId: actor.id, action, targetId: id });
  return secret;
});

export const dropIdentitySecret = command(updates, async (unit, actor, { id }: { id: string }) => {
  const { identitySecret: before } = await requireSite(unit.tx, id);
  if (before === null) return;
  await setSecret(unit, { id, identitySecret: null });
  await audit(unit, { actorId: actor.id, action: 'site.identity_off', targetId: id });
});

const setSecret = ({ tx, now }: Unit, { id, identitySecret }: { id: string; identitySecret: string | null }) =>
  tx.update(sites).set({ identitySecret, updatedAt: now }).where(eq(sites.id, id));

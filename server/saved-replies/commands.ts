import { eq } from 'drizzle-orm';
import { savedReplies } from '../../db/schema/saved-replies.ts';
import { audit } from '../audit/commands.ts';
import type { Unit } from '../commit.ts';
import { AppError, idReused } from '../errors.ts';
import { uuidv7 } from '../../db/ids.ts';
import type { Action } from '../people/contract.ts';
import type { Actor } from '../auth/actor.ts';
import { reload, requireRight, requireStaff } from '../auth/policy.ts';
import { type AddSavedReply, type EditSavedReply, type SavedReply, SAVED_REPLIES_MOST } from './contract.ts';
import { findSavedReply, isTaken, ownReplies, requireSavedReply, sharedReplies, toSavedReply } from './queries.ts';

/** `isNew` is false for a retry. */
export async function addSavedReply(unit: Unit, asked: Actor, { shared, ...input }: AddSavedReply) {
  const actor = await allowed(unit, asked, shared ? 'create' : null);
  const id = input.id ?? uuidv7();
  const known = await findSavedReply(unit.tx, actor, id);
  if (known) {
    const { ownerId, name, shortcut, body } = known;
    const same =
      (ownerId === null) === shared && name === input.name && shortcut === input.shortcut && body === input.body;
    if (!same) throw idReused();
    return { reply: toSavedReply(known), isNew: false };
  }
  if (await isTaken(unit.tx, id)) throw idReused();
  const ownerId = shared ? null : actor.id;
  await requireFree(unit, { ownerId, shortcut: input.shortcut, id });
  const row = { ...input, id, ownerId, createdAt: unit.now, updatedAt: unit.now };
  await unit.tx.insert(savedReplies).values(row);
  return { reply: toSavedReply(row), isNew: true };
}

export async function editSavedReply(
  unit: Unit,
  asked: Actor,
  { id, ...input }: EditSavedReply & { id: string },
): Promise<SavedReply> {
  const actor = await allowed(unit, asked, null);
  const known = await requireSavedReply(unit.tx, actor, id);
  if (known.ownerId === null) requireRight(actor, 'update', 'saved_replies');
  const row = { ...known, ...input };
  if (row.name === known.name && row.shortcut === known.shortcut && row.body === known.body) return toSavedReply(known);
  await requireFree(unit, row);
  row.updatedAt = unit.now;
  await unit.tx.update(savedReplies).set(row).where(eq(savedReplies.id, id));
  return toSavedReply(row);
}

export async function deleteSavedReply(unit: Unit, asked: Actor, { id }: { id: string }): Promise<void> {
  const actor = await allowed(unit, asked, null);
  const known = await requireSavedReply(unit.tx, actor, id);
  if (known.ownerId === null) {
    requireRight(actor, 'delete', 'saved_replies');
    await audit(unit, { actorId: actor.id, action: 'saved_reply.deleted', targetId: id, data: {} });
  }
  await unit.tx.delete(savedReplies).where(eq(savedReplies.id, id));
}

/** One's own are anybody's who sees them; rights are about what all share. */
async function allowed(unit: Unit, asked: Actor, right: Action | null): Promise<Actor> {
  const actor = await reload(unit, asked);
  requireStaff(actor);
  requireRight(actor, 'view', 'saved_replies');
  if (right) requireRight(actor, right, 'saved_replies');
  return actor;
}

async function requireFree(unit: Unit, wanted: { ownerId: string | null; shortcut: string; id: string }) {
  const beside = wanted.ownerId ? await ownReplies(unit.tx, wanted.ownerId) : await sharedReplies(unit.tx);
  const holder = beside.find(({ shortcut, id }) => shortcut === wanted.shortcut && id !== wanted.id);
  if (holder) {
    const message = `“${holder.name}” has this shortcut already.`;
    throw new AppError(422, 'invalid', message, { fields: { shortcut: message } });
  }
  if (beside.length >= SAVED_REPLIES_MOST && beside.every(({ id }) => id !== wanted.id))
    throw new AppError(409, 'saved_replies.full', `There are ${SAVED_REPLIES_MOST} already. Delete one first.`);
}

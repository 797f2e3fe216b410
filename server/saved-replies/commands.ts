import { eq } from 'drizzle-orm';
import { savedReplies } from '../../db/schema/saved-replies.ts';
import { audit, changes } from '../audit/commands.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { AppError, idReused } from '../errors.ts';
import { uuidv7 } from '../../db/ids.ts';
import { type Access, requireRight } from '../auth/policy.ts';
import { type AddSavedReply, type EditSavedReply, SAVED_REPLIES_MOST } from './contract.ts';
import { findSavedReply, isTaken, ownReplies, requireSavedReply, sharedReplies, toSavedReply } from './queries.ts';

/** Own replies need only the right to view; shared ones need the other rights, checked below. */
const access: Access = { needs: ['view', 'saved_replies'], only: 'staff' };

/** `isNew` is false for a retry. */
export const addSavedReply = command(access, async (unit, actor, { shared, ...input }: AddSavedReply) => {
  if (shared) requireRight(actor, 'create', 'saved_replies');
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
  if (shared) await audit(unit, { actorId: actor.id, action: 'saved_reply.added', targetId: id });
  return { reply: toSavedReply(row), isNew: true };
});

type Edit = EditSavedReply & { id: string };

export const editSavedReply = command(access, async (unit, actor, { id, ...input }: Edit) => {
  const known = await requireSavedReply(unit.tx, actor, id);
  if (known.ownerId === null) requireRight(actor, 'update', 'saved_replies');
  const row = { ...known, ...input };
  if (row.name === known.name && row.shortcut === known.shortcut && row.body === known.body) return toSavedReply(known);
  await requireFree(unit, row);
  row.updatedAt = unit.now;
  await unit.tx.update(savedReplies).set(row).where(eq(savedReplies.id, id));
  if (known.ownerId === null) {
    const changed = changes(known, row, { values: [], texts: ['name', 'shortcut', 'body'] });
    await audit(unit, { actorId: actor.id, action: 'saved_reply.edited', targetId: id, ...changed });
  }
  return toSavedReply(row);
});

export const deleteSavedReply = command(access, async (unit, actor, { id }: { id: string }) => {
  const known = await requireSavedReply(unit.tx, actor, id);
  if (known.ownerId === null) {
    requireRight(actor, 'delete', 'saved_replies');
    await audit(unit, { actorId: actor.id, action: 'saved_reply.deleted', targetId: id });
  }
  await unit.tx.delete(savedReplies).where(eq(savedReplies.id, id));
});

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

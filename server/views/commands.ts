import { eq } from 'drizzle-orm';
import { views } from '../../db/schema/views.ts';
import { audit, changes } from '../audit/commands.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { AppError, idReused } from '../errors.ts';
import { uuidv7 } from '../../db/ids.ts';
import type { Actor } from '../auth/actor.ts';
import { type Access, requireRight } from '../auth/policy.ts';
import { type AddView, type EditView, OWN_VIEWS_MOST, SHARED_VIEWS_MOST } from './contract.ts';
import { findView, isTaken, ownViews, requireView, sharedViews, toView } from './queries.ts';

type Row = typeof views.$inferSelect;

const access: Access = { needs: ['view', 'tickets'], only: 'staff' };

/** `isNew` is false for a retry. */
export const addView = command(access, async (unit, actor, input: AddView) => {
  const id = input.id ?? uuidv7();
  const known = await findView(unit.tx, actor, id);
  if (known) {
    if (known.ownerId !== actor.id || !isSame(known, { ...known, ...input, id })) throw idReused();
    return { view: toView(known), isNew: false };
  }
  if (await isTaken(unit.tx, id)) throw idReused();
  const row = { ...input, id, ownerId: actor.id, createdAt: unit.now, updatedAt: unit.now };
  requireSense(row);
  await requireRoom(unit, row);
  await unit.tx.insert(views).values(row);
  if (row.shared) await audit(unit, { actorId: actor.id, action: 'view.shared', targetId: id });
  return { view: toView(row), isNew: true };
});

export const editView = command(access, async (unit, actor, { id, ...input }: EditView & { id: string }) => {
  const known = await requireOurs(unit, actor, id);
  const row = { ...known, ...input };
  if (isSame(known, row)) return toView(known);
  requireSense(row);
  if (row.shared !== known.shared) await requireRoom(unit, row);
  row.updatedAt = unit.now;
  await unit.tx.update(views).set(row).where(eq(views.id, id));
  if (row.shared || known.shared) {
    const changed = changes(known, row, { values: ['shared', 'base', 'order'], texts: ['name', 'filters'] });
    const action = known.shared ? 'view.edited' : 'view.shared';
    await audit(unit, { actorId: actor.id, action, targetId: id, ...changed });
  }
  return toView(row);
});

export const deleteView = command(access, async (unit, actor, { id }: { id: string }) => {
  const known = await requireOurs(unit, actor, id);
  await unit.tx.delete(views).where(eq(views.id, id));
  if (known.shared) {
    const data = { ownerId: known.ownerId };
    await audit(unit, { actorId: actor.id, action: 'view.deleted', targetId: id, data });
  }
});

/** A shared view can be edited by its owner and by people who may change colleagues' tickets. */
async function requireOurs(unit: Unit, actor: Actor, id: string): Promise<Row> {
  const row = await requireView(unit.tx, actor, id);
  if (row.ownerId !== actor.id) requireRight(actor, 'update', 'others_tickets');
  return row;
}

function requireSense({ base, order }: Pick<Row, 'base' | 'order'>) {
  if (order !== 'snoozed' || base === 'snoozed') return;
  const message = 'Only snoozed tickets can be sorted by the end of the snooze.';
  throw new AppError(422, 'invalid', message, { fields: { order: message } });
}

async function requireRoom({ tx }: Unit, { shared, ownerId }: Row) {
  const [beside, most] = shared
    ? [await sharedViews(tx), SHARED_VIEWS_MOST]
    : [await ownViews(tx, ownerId), OWN_VIEWS_MOST];
  if (beside.length >= most)
    throw new AppError(
      409,
      'views.full',
      `There are ${most} ${shared ? 'shared ' : ''}views already. Delete one first.`,
    );
}

function isSame(a: Row, b: Row) {
  const said = ({ name, shared, base, order, filters }: Row) => {
    const named = Object.entries(filters).filter(([, value]) => value !== undefined);
    return JSON.stringify([name, shared, base, order, named.toSorted(([x], [y]) => (x < y ? -1 : 1))]);
  };
  return said(a) === said(b);
}

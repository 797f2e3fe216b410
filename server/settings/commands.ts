import { settings as table } from '../../db/schema/settings.ts';
import { audit } from '../audit/commands.ts';
import type { Unit } from '../commit.ts';
import type { Actor } from '../auth/actor.ts';
import { reload, requireRight } from '../auth/policy.ts';
import type { EditSettings, Settings } from './contract.ts';
import { readSettings } from './queries.ts';

export async function editSettings(unit: Unit, asked: Actor, input: EditSettings): Promise<Settings> {
  const actor = await reload(unit, asked);
  requireRight(actor, 'update', 'settings');
  const before = await readSettings(unit.tx);
  const { autoAssign = before.autoAssign } = input;
  if (autoAssign === before.autoAssign) return before;
  await unit.tx
    .insert(table)
    .values({ name: 'autoAssign', value: autoAssign })
    .onConflictDoUpdate({ target: table.name, set: { value: autoAssign } });
  await audit(unit, { actorId: actor.id, action: 'settings.edited', data: { autoAssign } });
  unit.tell({ kind: 'settings' });
  return { ...before, autoAssign };
}

import { settings as table } from '../../db/schema/settings.ts';
import { audit, changes } from '../audit/commands.ts';
import { command } from '../auth/command.ts';
import type { EditSettings } from './contract.ts';
import { readSettings } from './queries.ts';

export const editSettings = command({ needs: ['update', 'settings'] }, async (unit, actor, input: EditSettings) => {
  const before = await readSettings(unit.tx);
  const { autoAssign = before.autoAssign } = input;
  if (autoAssign === before.autoAssign) return before;
  await unit.tx
    .insert(table)
    .values({ name: 'autoAssign', value: autoAssign })
    .onConflictDoUpdate({ target: table.name, set: { value: autoAssign } });
  const after = { ...before, autoAssign };
  const changed = changes(before, after, { values: ['autoAssign'] });
  await audit(unit, { actorId: actor.id, action: 'settings.edited', ...changed });
  unit.tell({ kind: 'settings' });
  return after;
});

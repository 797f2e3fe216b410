import { lte } from 'drizzle-orm';
import { uuidv7 } from '../../db/ids.ts';
import { personExports } from '../../db/schema/privacy.ts';
import { audit } from '../audit/commands.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { exportsOthers, requireMayExport } from './access.ts';
import { EXPORT_DAYS } from './contract.ts';

const DAY_MS = 86_400_000;

export const exportPerson = command(exportsOthers, async (unit, actor, input: { id: string; notes: boolean }) => {
  await requireMayExport(unit.tx, actor, input);
  return add(unit, { userId: input.id, byId: actor.id, own: false, notes: input.notes });
});

export const exportOwnData = command({ needs: 'signed-in' }, async (unit, actor) =>
  add(unit, { userId: actor.id, byId: actor.id, own: true, notes: false }),
);

async function add(unit: Unit, asked: Pick<typeof personExports.$inferInsert, 'userId' | 'byId' | 'own' | 'notes'>) {
  const row = { ...asked, id: uuidv7(), createdAt: unit.now, expiresAt: unit.now + EXPORT_DAYS * DAY_MS };
  await unit.tx.insert(personExports).values(row);
  const { userId, byId, own, notes } = asked;
  await audit(unit, { actorId: byId, action: 'person.exported', targetId: userId, data: { own, notes } });
  return row.id;
}

/** Who takes a copy with them is in the log, each time. */
export const noteDownload = command(
  { needs: 'signed-in' },
  async (unit, actor, { id, userId }: { id: string; userId: string }) =>
    audit(unit, { actorId: actor.id, action: 'person.downloaded', targetId: userId, data: { export: id } }),
);

export const forgetOldExports = ({ tx, now }: Unit) =>
  tx.delete(personExports).where(lte(personExports.expiresAt, now));

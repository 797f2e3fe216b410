import { eq } from 'drizzle-orm';
import { retentionRules } from '../../db/schema/privacy.ts';
import { audit, changes } from '../audit/commands.ts';
import { command } from '../auth/command.ts';
import { type Access, requireRight } from '../auth/policy.ts';
import { notFound } from '../errors.ts';
import { requireSite } from '../sites/queries.ts';
import { ALL, type SetRule } from './contract.ts';
import { findRule } from './queries.ts';

const access: Access = { needs: ['update', 'settings'], only: 'staff' };

/** The time in which a mistake in a rule can be taken back, and between two runs. */
export const RUN_EVERY_MS = 3_600_000;

/** A rule deletes tickets, so who sets it needs the right to do so. */
export const setRetention = command(access, async (unit, actor, { scope, ...rule }: SetRule & { scope: string }) => {
  requireRight(actor, 'delete', 'tickets');
  if (scope !== ALL) await requireSite(unit.tx, scope);
  const before = await findRule(unit.tx, scope);
  const row = { ...rule, nextRunAt: rule.isOn ? unit.now + RUN_EVERY_MS : null };
  await unit.tx
    .insert(retentionRules)
    .values({ ...row, scope, siteId: scope === ALL ? null : scope })
    .onConflictDoUpdate({ target: retentionRules.scope, set: row });
  const values = ['action', 'months', 'resolved', 'isOn'] as const;
  const none = { action: null, months: null, resolved: null, isOn: null };
  const { before: was, after } = changes<Record<(typeof values)[number], unknown>>(before ?? none, rule, { values });
  if (was && after)
    await audit(unit, { actorId: actor.id, action: 'retention.edited', data: { scope }, before: was, after });
});

export const deleteRetention = command(access, async (unit, actor, { scope }: { scope: string }) => {
  requireRight(actor, 'delete', 'tickets');
  const [gone] = await unit.tx.delete(retentionRules).where(eq(retentionRules.scope, scope)).returning();
  if (!gone) throw notFound();
  const { action, months, resolved, isOn } = gone;
  const before = { action, months, resolved, isOn };
  await audit(unit, { actorId: actor.id, action: 'retention.deleted', data: { scope }, before });
});

import { auditLog } from '../../db/schema/audit.ts';
import type { EventData } from '../../db/schema/events.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { ACTIONS, type AuditAction, type AuditFilters, type FORMATS } from './contract.ts';

interface AuditEntry {
  actorId: string | null;
  action: AuditAction;
  targetId?: string;
  /** Ids, codes and numbers; no personal text. */
  data?: EventData;
  /** From `changes`. */
  before?: EventData;
  after?: EventData;
}

/**
 * Records an administrative action in the transaction of the action. The request, the session or token and the address come
 * from `unit.cause`.
 */
export async function audit(
  { tx, now, cause }: Unit,
  { actorId, action, targetId, data = {}, before, after }: AuditEntry,
) {
  const [topic] = ACTIONS[action];
  await tx.insert(auditLog).values({
    ...{ at: now, actorId, action, topic, data, targetId: targetId ?? null },
    ...{ before: before ?? null, after: after ?? null },
    ...{ via: cause?.via ?? null, credentialId: cause?.credentialId ?? null },
    ...{ requestId: cause?.requestId ?? null, address: cause?.address() ?? null },
  });
}

type Value = EventData[string];

/**
 * The fields that differ, for `audit`. `values` are fields that hold ids, codes and numbers. Of a field in `texts`, which a
 * person wrote, only the name is stored.
 */
export function changes<R extends object>(
  before: R,
  after: R,
  { values, texts = [] }: { values: readonly (keyof R & string)[]; texts?: readonly (keyof R & string)[] },
): Pick<AuditEntry, 'before' | 'after' | 'data'> {
  const differ = (field: keyof R) => JSON.stringify(before[field]) !== JSON.stringify(after[field]);
  const changed = values.filter(differ);
  const pick = (row: R) => Object.fromEntries(changed.map((field) => [field, valueOf(row[field])]));
  const edited = texts.filter(differ);
  return {
    ...(changed.length > 0 && { before: pick(before), after: pick(after) }),
    ...(edited.length > 0 && { data: { changed: edited } }),
  };
}

function valueOf(value: unknown): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.map(String) : JSON.stringify(value);
}

/** Who takes the log with them is in the log. */
export const recordExport = command(
  { needs: ['view', 'audit'] },
  async (unit, actor, input: AuditFilters & { format: (typeof FORMATS)[number] }) => {
    const data = Object.fromEntries(Object.entries(input).flatMap(([name, value]) => (value ? [[name, value]] : [])));
    await audit(unit, { actorId: actor.id, action: 'audit.exported', data });
  },
);

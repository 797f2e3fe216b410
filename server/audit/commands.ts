import { auditLog } from '../../db/schema/audit.ts';
import type { EventData } from '../../db/schema/events.ts';
import type { Unit } from '../commit.ts';

interface AuditEntry {
  actorId: string | null;
  /** Past tense and dotted: `user.deactivated`. */
  action: string;
  targetId?: string;
  /** Ids, codes and numbers; no personal text. */
  data?: EventData;
}

/** Records an administrative action in the transaction of the action. */
export async function audit({ tx, now }: Unit, { actorId, action, targetId, data }: AuditEntry) {
  await tx.insert(auditLog).values({ at: now, actorId, action, targetId: targetId ?? null, data: data ?? {} });
}

import { index, json, sequence, table, text, timestamp } from '#dialect';
import type { EventData } from './events.ts';

/** Administrative actions with actor and target; append-only by trigger. Ids and codes, no personal text. */
export const auditLog = table(
  'audit_log',
  {
    id: sequence(),
    at: timestamp().notNull(),
    actorId: text(),
    action: text().notNull(),
    targetId: text(),
    data: json<EventData>().notNull(),
    requestId: text(),
  },
  (t) => [index('audit_target').on(t.targetId, t.id)],
);

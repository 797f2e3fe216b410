import { and, asc, desc, eq, inArray, lt, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { webhookDeliveries as deliveries } from '../../db/schema/webhooks.ts';
import type { Commit } from '../commit.ts';
import { LOG_KEPT_DAYS } from './contract.ts';
import { startLanes } from './lanes.ts';
import { storedWebhooks } from './queries.ts';

const DAY_MS = 86_400_000;
/** Per webhook, besides what waits. */
export const LOGGED_MOST = 10_000;
const AT_ONCE = 500;

interface Deps {
  reader: Db;
  commit: Commit;
  clock: () => number;
  most?: number;
}

/** Deletes old deliveries and those above the limit, oldest first. What waits longer than the log is kept goes too. */
export async function pruneDeliveries({ reader, commit, clock, most = LOGGED_MOST }: Deps) {
  for (const { id: webhookId } of await storedWebhooks(reader)) {
    const ofWebhook = eq(deliveries.webhookId, webhookId);
    const [tooMany] = await reader
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(ofWebhook)
      .orderBy(desc(deliveries.id))
      .offset(most)
      .limit(1);
    const isOld = lt(deliveries.createdAt, clock() - LOG_KEPT_DAYS * DAY_MS);
    const isOver = tooMany && and(lt(deliveries.id, tooMany.id), inArray(deliveries.state, ['delivered', 'failed']));
    for (const condition of [isOld, isOver])
      await deleteAll({ reader, commit }, condition && and(ofWebhook, condition));
    // A lane that lost its first delivery goes on with the next.
    await commit((unit) => startLanes(unit, { webhookIds: [webhookId] }));
  }
}

async function deleteAll({ reader, commit }: Pick<Deps, 'reader' | 'commit'>, condition: SQL | undefined) {
  for (let left = condition !== undefined; left;) {
    const part = reader.select({ id: deliveries.id }).from(deliveries).where(condition);
    const ids = (await part.orderBy(asc(deliveries.id)).limit(AT_ONCE)).map(({ id }) => id);
    if (ids.length > 0) await commit(({ tx }) => tx.delete(deliveries).where(inArray(deliveries.id, ids)));
    left = ids.length === AT_ONCE;
  }
}

import { and, eq, inArray, lte } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { isAlive, jobs } from '../../db/schema/jobs.ts';
import { retentionRules } from '../../db/schema/privacy.ts';
import type { Commit, Unit } from '../commit.ts';
import { enqueueAll } from '../jobs/enqueue.ts';
import { RUN_EVERY_MS } from './commands.ts';

const due = prepared((db) =>
  db
    .select({ scope: retentionRules.scope })
    .from(retentionRules)
    .where(and(eq(retentionRules.isOn, true), lte(retentionRules.nextRunAt, bound('now')))),
);

/** Claims by compare-and-set, so that two processes begin one run. A run that lasts longer than the pause goes on alone. */
async function beginRuns(unit: Unit): Promise<void> {
  const { tx, now } = unit;
  const claimed = await tx
    .update(retentionRules)
    .set({ nextRunAt: now + RUN_EVERY_MS })
    .where(and(eq(retentionRules.isOn, true), lte(retentionRules.nextRunAt, now)))
    .returning({ scope: retentionRules.scope });
  const scopes = claimed.map(({ scope }) => scope);
  const running = await tx
    .select({ key: jobs.key })
    .from(jobs)
    .where(and(eq(jobs.kind, 'retention.apply'), inArray(jobs.key, scopes), isAlive));
  const begun = scopes.filter((scope) => !running.some(({ key }) => key === scope));
  await enqueueAll(
    unit,
    begun.map((key) => ({ kind: 'retention.apply', key, payload: { at: 0, id: '', done: 0, held: 0 } }) as const),
  );
}

interface Deps {
  reader: Db;
  commit: Commit;
  clock: () => number;
}

export const createRetention =
  ({ reader, commit, clock }: Deps) =>
  async () => {
    if ((await due(reader).execute({ now: clock() })).length > 0) await commit(beginRuns);
  };

/** Prunes visitors who wrote nothing. Each visitor is checked once per age, and not in every run. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connections } from '../../db/database.ts';
import type { Commit } from '../commit.ts';
import { forgetVisitors } from './commands.ts';
import { visitorsSeen } from './queries.ts';

const DAY_MS = 86_400_000;
/** Identified visitors would be created again at their next page view, so they stay as long as a session. */
const AGES = [
  { afterMs: DAY_MS, andKnown: false },
  { afterMs: 30 * DAY_MS, andKnown: true },
];
const AT_ONCE = 200;

interface Deps {
  db: Connections;
  commit: Commit;
  clock: () => number;
}

export function createVisitorPruning({ db, commit, clock }: Deps) {
  const passes = AGES.map((age) => ({ ...age, at: { seenAt: 0, userId: '' } }));

  async function pass(one: (typeof passes)[number]) {
    const before = clock() - one.afterMs;
    for (;;) {
      const rows = await visitorsSeen(db.reader, { ...one.at, before, limit: AT_ONCE });
      const silent = rows.filter(({ wrote, known }) => wrote === null && (one.andKnown || known === null));
      const ids = silent.map(({ userId }) => userId);
      if (ids.length > 0) await commit((unit) => forgetVisitors(unit, { ids, before }));
      const last = rows.at(-1);
      if (!last) return;
      one.at = { seenAt: last.seenAt, userId: last.userId };
      await nextTurn();
    }
  }

  return async () => {
    for (const one of passes) await pass(one);
  };
}

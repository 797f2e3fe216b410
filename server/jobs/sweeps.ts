import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connections } from '../../db/database.ts';
import { takeDailySnapshot } from '../../db/sqlite/snapshots.ts';
import type { Storage } from '../attachments/storage.ts';
import { forgetUnsent, removeFiles, removeStrays } from '../attachments/sweep.ts';
import { endExpired, liveAmong } from '../auth/sessions.ts';
import type { Commit } from '../commit.ts';
import { pruneReads } from '../events/record.ts';
import type { Hub } from '../live/hub.ts';
import type { Log } from '../log.ts';
import { closeSlow } from '../live/slow.ts';
import type { Io } from '../live/io.ts';
import { forgetUsedTokens } from '../widget/commands.ts';
import { createForgetting } from '../widget/forgetting.ts';

const READS_KEPT_MS = 7 * 86_400_000;

interface Deps {
  io: Io;
  db: Connections;
  /** The database's, for its daily copy. */
  file: string;
  commit: Commit;
  storage: Storage;
  hub: Hub;
  clock: () => number;
  log: Log;
}

/** What must happen as time passes and nobody asks. */
export function startSweeps({ io, db, file, commit, storage, hub, clock, log }: Deps) {
  /** For sessions that ended by time alone, a thousand at a time: others have their turn between. */
  async function endStale() {
    const open = [...new Set([...io.sockets.sockets.values()].map((socket) => socket.data.sessionId))];
    while (open.length > 0) {
      const some = open.splice(0, 1_000);
      const live = await liveAmong(db.reader, some, clock());
      hub.end(some.filter((id) => !live.has(id)));
      await nextTurn();
    }
  }

  async function prune() {
    await commit(async (unit) => {
      await pruneReads(unit, unit.now - READS_KEPT_MS);
      await endExpired(unit);
      await forgetUsedTokens(unit);
    });
  }

  const files = { db: db.reader, commit, storage, clock };

  async function snapshot() {
    const copy = await takeDailySnapshot(file, clock());
    if (copy) log.info({ copy }, 'the daily copy of the database was taken');
  }

  const run = (name: string, work: () => Promise<void>) => () =>
    void work().catch((error: unknown) => log.error({ err: error, sweep: name }, 'a sweep failed'));
  const timers = [
    setInterval(closeSlow, 1_000, io),
    setInterval(run('stale sessions', endStale), 60_000),
    setInterval(run('pruning', prune), 3_600_000),
    setInterval(run('silent visitors', createForgetting({ db, commit, clock, end: (ids) => hub.end(ids) })), 3_600_000),
    setInterval(
      run('removed files', () => removeFiles(files)),
      60_000,
    ),
    setInterval(
      run('unsent files', () => forgetUnsent(files)),
      3_600_000,
    ),
    setInterval(
      run('stray files', () => removeStrays(files)),
      86_400_000,
    ),
    setInterval(run('the daily snapshot', snapshot), 600_000),
  ];
  for (const timer of timers) timer.unref();
  return { stop: () => timers.forEach((timer) => clearInterval(timer)) };
}

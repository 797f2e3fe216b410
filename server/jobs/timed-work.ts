/** Every recurring task. A new one is one more entry here. */
import { takeDailySnapshot } from '#database/snapshots';
import type { Checkpoints, Connections } from '../../db/database.ts';
import type { Storage } from '../attachments/storage.ts';
import { forgetUnsent, removeStrays } from '../attachments/sweep.ts';
import type { LastUse } from '../auth/last-use.ts';
import { forgetExpiredAccess } from '../auth/families.ts';
import { endExpired } from '../auth/sessions.ts';
import type { Commit } from '../commit.ts';
import { pruneReads } from '../events/record.ts';
import { closeExpired } from '../live/expired-sessions.ts';
import { forgetOldKeys } from '../http/idempotency.ts';
import type { Hub } from '../live/hub.ts';
import type { Log } from '../log.ts';
import type { Io } from '../live/io.ts';
import { closeSlow } from '../live/slow-sockets.ts';
import type { TeamPresence } from '../live/team-presence.ts';
import { forgetOldFlows } from '../oidc/flows.ts';
import { forgetOldPasswordLinks } from '../password-links/commands.ts';
import { forgetOldChallenges } from '../passkeys/commands.ts';
import { forgetOldExports } from '../person-exports/commands.ts';
import { forgetOldPending } from '../second-step/pending.ts';
import { createAging } from '../queue/aging.ts';
import type { Assigner } from '../queue/assigner.ts';
import { createRetention } from '../retention/due.ts';
import { forgetExpiredTokens } from '../tokens/commands.ts';
import { pruneDeliveries } from '../webhooks/pruning.ts';
import { forgetUsedTokens } from '../widget/commands.ts';
import { createVisitorPruning } from '../widget/prune-visitors.ts';
import { createMemoryRelease } from './memory.ts';
import type { Followers } from './followers.ts';
import type { TimedTask } from './timed.ts';
import type { Workers } from './workers.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const READS_KEPT_MS = 7 * DAY_MS;

interface Deps {
  io: Io;
  db: Connections;
  /** The database file, for its daily copy. */
  file: string;
  commit: Commit;
  checkpoints: Checkpoints;
  storage: Storage;
  hub: Hub;
  assigner: Assigner;
  followers: Followers;
  workers: Workers;
  teamPresence: TeamPresence;
  lastUse: LastUse;
  clock: () => number;
  log: Log;
}

export function timedWork({
  io,
  db,
  file,
  commit,
  checkpoints,
  storage,
  hub,
  assigner,
  followers,
  workers,
  teamPresence,
  lastUse,
  clock,
  log,
}: Deps): TimedTask[] {
  const files = { db: db.reader, commit, storage, clock };

  async function prune() {
    await commit(async (unit) => {
      await pruneReads(unit, unit.now - READS_KEPT_MS);
      await endExpired(unit);
      await forgetExpiredAccess(unit);
      await forgetExpiredTokens(unit);
      await forgetOldKeys(unit);
      await forgetUsedTokens(unit);
      await forgetOldPasswordLinks(unit);
      await forgetOldPending(unit);
      await forgetOldChallenges(unit);
      await forgetOldExports(unit);
      await forgetOldFlows(unit);
    });
  }

  async function snapshot() {
    const copy = await takeDailySnapshot(file, clock());
    if (copy) log.info({ copy }, 'the daily copy of the database was taken');
  }

  return [
    { name: 'checkpoints', everyMs: SECOND_MS / 2, owner: 'every process', run: () => checkpoints.look() },
    // Runs every second and not at the next deadline: it notices when the system clock is set forward, and costs 2 µs.
    {
      name: 'deadlines and snoozes',
      everyMs: SECOND_MS,
      owner: 'one process',
      atStart: true,
      run: createAging({ reader: db.reader, commit, clock }),
    },
    // The clock says when a rule is due, and the database which process begins it.
    {
      name: 'retention',
      everyMs: SECOND_MS,
      owner: 'one process',
      run: createRetention({ reader: db.reader, commit, clock }),
    },
    { name: 'slow connections', everyMs: SECOND_MS, owner: 'every process', run: () => closeSlow(io) },
    { name: 'memory', everyMs: SECOND_MS, owner: 'every process', run: createMemoryRelease() },
    // For changes without a commit: ten minutes after an agent unassigned a ticket it can be assigned to them again.
    { name: 'assignment', everyMs: 5 * SECOND_MS, owner: 'one process', run: () => assigner.look() },
    // For pauses after a failure, ended leases, and jobs that a trigger added. Each process claims its own jobs.
    { name: 'jobs', everyMs: SECOND_MS, owner: 'every process', run: () => workers.look() },
    // For events that another process committed.
    { name: 'followers', everyMs: 5 * SECOND_MS, owner: 'one process', run: () => followers.wake() },
    {
      name: 'expired sessions',
      everyMs: MINUTE_MS,
      owner: 'every process',
      run: () => closeExpired({ io, reader: db.reader, hub, clock }),
    },
    { name: 'last seen', everyMs: MINUTE_MS, owner: 'every process', run: () => teamPresence.storeLastSeen() },
    { name: 'last use of sessions', everyMs: MINUTE_MS, owner: 'every process', run: () => lastUse.store() },
    { name: 'daily snapshot', everyMs: 10 * MINUTE_MS, owner: 'one process', run: snapshot },
    { name: 'pruning', everyMs: HOUR_MS, owner: 'one process', run: prune },
    {
      name: 'silent visitors',
      everyMs: HOUR_MS,
      owner: 'one process',
      run: createVisitorPruning({ db, commit, clock }),
    },
    {
      name: 'log of webhooks',
      everyMs: HOUR_MS,
      owner: 'one process',
      run: () => pruneDeliveries({ reader: db.reader, commit, clock }),
    },
    { name: 'unsent files', everyMs: HOUR_MS, owner: 'one process', run: () => forgetUnsent(files) },
    { name: 'stray files', everyMs: DAY_MS, owner: 'one process', run: () => removeStrays(files) },
  ];
}

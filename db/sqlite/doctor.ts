import BetterSqlite from 'better-sqlite3';
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { problemsIn } from './backup.ts';
import { storageFolder } from '../../server/attachments/storage.ts';
import { ALARM_BYTES } from './checkpoint.ts';
import { FAR_BEHIND } from '../../server/jobs/contract.ts';
import { dailySnapshots } from './snapshots.ts';

export interface Finding {
  what: string;
  /** Null where it is well; else what to do. */
  problem: string | null;
}

const MiB = 2 ** 20;
const DAY_MS = 86_400_000;

/** Looks at everything that must hold, and changes nothing. The server may run meanwhile. */
export function examine(file: string, now = Date.now()): Finding[] {
  if (!existsSync(file)) {
    return [{ what: 'the database', problem: `There is none at ${file}. Start Answerback once, or set DATA_DIR.` }];
  }
  const { bavail, bsize } = statfsSync(dirname(file));
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const newest = dailySnapshots(file).at(-1)?.at ?? 0;
  return [
    { what: 'the folder may be written', problem: mayWrite(dirname(file)) },
    {
      what: `room on the disk: ${Math.round((bavail * bsize) / MiB)} MiB`,
      problem: bavail * bsize < 512 * MiB ? 'Less than 512 MiB are left. Make room, or move DATA_DIR.' : null,
    },
    {
      what: `the log: ${Math.round(log / MiB)} MiB`,
      problem: log > ALARM_BYTES ? 'It does not shrink. Look for a backup that hangs, or restart.' : null,
    },
    {
      what: newest ? `the newest daily copy: ${new Date(newest).toISOString()}` : 'a daily copy: none yet',
      problem: newest && now - newest > 2 * DAY_MS ? 'It is older than two days. Is the server running?' : null,
    },
    ...listed('the pages and references of the database', problemsIn(file)),
    ...listed('what the database counts', miscounted(file)),
    ...listed('work in the background', undone(file)),
    filesOf(file),
  ];
}

const listed = (what: string, problems: string[]): Finding[] =>
  problems.length === 0 ? [{ what, problem: null }] : problems.map((problem) => ({ what, problem }));

function mayWrite(folder: string) {
  try {
    accessSync(folder, constants.W_OK);
    return null;
  } catch {
    return `May not write to ${folder}. Check who owns it.`;
  }
}

/** Followers that are far behind, and jobs that failed too often. */
function undone(file: string): string[] {
  const db = new BetterSqlite(file, { readonly: true, timeout: 5_000 });
  try {
    const behind = db
      .prepare<[number], { name: string; n: number }>(
        `SELECT name, n FROM (SELECT name, (SELECT max(id) FROM events) - position AS n FROM followers) WHERE n > ?`,
      )
      .all(FAR_BEHIND);
    const dead = db
      .prepare<[], { kind: string; n: number; error: string | null }>(
        `SELECT kind, count(*) AS n, max(last_error) AS error FROM jobs WHERE dead_at IS NOT NULL GROUP BY kind`,
      )
      .all();
    return [
      ...behind.map(
        ({ name, n }) =>
          `The follower ${name} is ${n} events behind. It catches up while the server runs; where the number does not shrink, read the server’s log.`,
      ),
      ...dead.map(
        ({ kind, n, error }) =>
          `${n} jobs of the kind ${kind} failed for good (${error ?? 'no error'}). Run them again at the desk, under “Work in the background”.`,
      ),
    ];
  } finally {
    db.close();
  }
}

/** What is kept beside the rows, held against the rows. */
const COUNTS: [string, string][] = [
  [
    'The count of waiting tickets is not that of the tickets. Please report this.',
    `SELECT 1 FROM counters WHERE name = 'waiting'
     AND value <> (SELECT count(*) FROM tickets WHERE active AND assignee_id IS NULL AND snoozed_until IS NULL)`,
  ],
  [
    'The count of snoozed tickets is not that of the tickets. Please report this.',
    `SELECT 1 FROM counters WHERE name = 'snoozed'
     AND value <> (SELECT count(*) FROM tickets WHERE active AND snoozed_until IS NOT NULL)`,
  ],
  [
    'Somebody’s count of active tickets is not that of their tickets. Please report this.',
    `SELECT 1 FROM users WHERE active_tickets
     <> (SELECT count(*) FROM tickets WHERE active AND assignee_id = users.id) LIMIT 1`,
  ],
  [
    'The messages of a ticket are not numbered without gaps. Please report this.',
    `SELECT 1 FROM messages GROUP BY ticket_id HAVING max(seq) <> count(*) OR min(seq) <> 1 LIMIT 1`,
  ],
  [
    'A ticket does not know its last message. Please report this.',
    `SELECT 1 FROM tickets WHERE last_seq <> (SELECT max(seq) FROM messages WHERE ticket_id = tickets.id) LIMIT 1`,
  ],
  [
    'A ticket’s version is not that of its last event. Please report this.',
    `SELECT 1 FROM tickets WHERE version < (SELECT max(event_id) FROM messages WHERE ticket_id = tickets.id) LIMIT 1`,
  ],
];

/** Every attachment has its file, and it is as long as it should be. */
function filesOf(file: string): Finding {
  const folder = storageFolder(dirname(file));
  const db = new BetterSqlite(file, { readonly: true, timeout: 5_000 });
  let [all, missing] = [0, 0];
  try {
    const rows = db.prepare<[], { key: string; size: number }>('SELECT storage_key AS key, size FROM attachments');
    for (const { key, size } of rows.iterate()) {
      all += 1;
      if (statSync(join(folder, key), { throwIfNoEntry: false })?.size !== size) missing += 1;
    }
  } finally {
    db.close();
  }
  const problem = `${missing} of them are missing or cut short. Copy what is missing from a backup of ${folder}.`;
  return { what: `the files of ${all} attachments`, problem: missing > 0 ? problem : null };
}

function miscounted(file: string): string[] {
  const db = new BetterSqlite(file, { readonly: true, timeout: 5_000 });
  try {
    db.exec('BEGIN');
    return COUNTS.filter(([, query]) => db.prepare(query).get() !== undefined).map(([problem]) => problem);
  } finally {
    db.close();
  }
}

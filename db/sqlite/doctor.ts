import BetterSqlite from 'better-sqlite3';
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openToOthers } from '../data-folder.ts';
import { problemsIn } from './backup.ts';
import { storageFolder } from '../../server/attachments/storage.ts';
import { ALARM_BYTES } from './checkpoint.ts';
import { FAR_BEHIND } from '../../server/jobs/contract.ts';
import { dailySnapshots } from './snapshots.ts';

export interface Finding {
  what: string;
  /** What is wrong and what to do; null if nothing is wrong. */
  problem: string | null;
}

const MiB = 2 ** 20;
const DAY_MS = 86_400_000;

/** Checks every invariant and changes nothing. The server may run meanwhile. */
export function examine(file: string, now = Date.now()): Finding[] {
  if (!existsSync(file)) {
    return [
      { what: 'the database', problem: `There is no database at ${file}. Start Answerback once, or set DATA_DIR.` },
    ];
  }
  const { bavail, bsize } = statfsSync(dirname(file));
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const newest = dailySnapshots(file).at(-1)?.at ?? 0;
  return [
    { what: 'the data folder is writable', problem: mayWrite(dirname(file)) },
    { what: 'the data folder is closed to other users', problem: whoElseReads(dirname(file)) },
    {
      what: `free disk space: ${Math.round((bavail * bsize) / MiB)} MiB`,
      problem: bavail * bsize < 512 * MiB ? 'Less than 512 MiB are left. Make room, or move DATA_DIR.' : null,
    },
    {
      what: `the write-ahead log: ${Math.round(log / MiB)} MiB`,
      problem:
        log > ALARM_BYTES ? 'The log does not shrink. Look for a backup that hangs, or restart the server.' : null,
    },
    {
      what: newest ? `the newest daily copy: ${new Date(newest).toISOString()}` : 'a daily copy: none yet',
      problem: newest && now - newest > 2 * DAY_MS ? 'The copy is older than two days. Is the server running?' : null,
    },
    { what: 'the number of proxies in front', problem: uncountedProxy(file) },
    ...listed('the pages and references of the database', problemsIn(file)),
    ...listed('the counters of the database', miscounted(file)),
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
    return `${folder} is not writable. Check its owner and permissions.`;
  }
}

function whoElseReads(folder: string) {
  const [open] = openToOthers(folder);
  if (open === undefined) return null;
  return `Other users of this machine can open ${open}. Restart Answerback, which closes it; if that does not help, run it as the owner.`;
}

/** The running server noticed it: see server/http/proxy-notice.ts. */
function uncountedProxy(file: string) {
  const db = new BetterSqlite(file, { readonly: true, timeout: 5_000 });
  try {
    const row = db.prepare<[], { at: string }>(`SELECT value AS at FROM meta WHERE key = 'forwarded_at'`).get();
    if (!row) return null;
    return `Requests came through a proxy (first at ${new Date(Number(row.at)).toISOString()}), but PROXY_HOPS is 0: everybody shares the limits of one address. Set PROXY_HOPS to the number of your proxies, and restart the server. Without a proxy of yours, somebody made the header up: leave PROXY_HOPS at 0.`;
  } finally {
    db.close();
  }
}

/** Followers that are far behind, and dead jobs. */
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
          `${n} jobs of the kind ${kind} failed for good (${error ?? 'no error'}). Run them again at the desk, under “Background work”.`,
      ),
    ];
  } finally {
    db.close();
  }
}

/** Compares stored counters with the rows that they count. */
const COUNTS: [string, string][] = [
  [
    'The counter of waiting tickets is wrong. Please report this.',
    `SELECT 1 FROM counters WHERE name = 'waiting'
     AND value <> (SELECT count(*) FROM tickets WHERE active AND assignee_id IS NULL AND snoozed_until IS NULL)`,
  ],
  [
    'The counter of snoozed tickets is wrong. Please report this.',
    `SELECT 1 FROM counters WHERE name = 'snoozed'
     AND value <> (SELECT count(*) FROM tickets WHERE active AND snoozed_until IS NOT NULL)`,
  ],
  [
    'The counter of tickets that wait for a team is wrong. Please report this.',
    `SELECT 1 FROM teams LEFT JOIN counters ON counters.name = 'waiting:' || teams.id
     WHERE counters.value IS NOT (SELECT count(*) FROM tickets
       WHERE team_id = teams.id AND active AND assignee_id IS NULL AND snoozed_until IS NULL) LIMIT 1`,
  ],
  [
    'The counter of active tickets of a user is wrong. Please report this.',
    `SELECT 1 FROM users WHERE active_tickets
     <> (SELECT count(*) FROM tickets WHERE active AND assignee_id = users.id) LIMIT 1`,
  ],
  [
    'The message numbers of a ticket have a gap. Please report this.',
    `SELECT 1 FROM messages GROUP BY ticket_id HAVING max(seq) <> count(*) OR min(seq) <> 1 LIMIT 1`,
  ],
  [
    'The last message number of a ticket is wrong. Please report this.',
    `SELECT 1 FROM tickets WHERE last_seq <> (SELECT max(seq) FROM messages WHERE ticket_id = tickets.id) LIMIT 1`,
  ],
  [
    'The version of a ticket is older than its last message. Please report this.',
    `SELECT 1 FROM tickets WHERE version < (SELECT max(event_id) FROM messages WHERE ticket_id = tickets.id) LIMIT 1`,
  ],
];

/** Checks that the file of every attachment exists and has the right size, and that the picture of every person is there. */
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
    const faces = db.prepare<[], { key: string }>('SELECT picture AS key FROM users WHERE picture IS NOT NULL');
    for (const { key } of faces.iterate()) {
      all += 1;
      if (!existsSync(join(folder, key))) missing += 1;
    }
  } finally {
    db.close();
  }
  const problem = `Missing or too short: ${missing} of them. Copy them from a backup of ${folder}.`;
  return { what: `the files of ${all} attachments and people`, problem: missing > 0 ? problem : null };
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

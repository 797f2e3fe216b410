import BetterSqlite from 'better-sqlite3';
import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { sync } from './backup.ts';
import { storageFolder } from '../../server/attachments/storage.ts';
import { checkFiles, exportFiles, hashOf, importFiles, type Listed, notAsListed } from './export-files.ts';
import { applied, known, migrate } from './migrate.ts';

/**
 * Every exported table, parents before children, with the sort order that makes two exports of the same data equal byte by
 * byte.
 */
export const TABLES = {
  roles: 'code',
  role_permissions: 'role, area',
  users: 'id',
  user_permissions: 'user_id, area',
  totp_secrets: 'user_id',
  recovery_codes: 'user_id, hash',
  passkeys: 'id',
  identities: 'issuer, subject',
  menu_items: 'code',
  menu_roles: 'item, role',
  menu_people: 'item, user_id',
  sites: 'id',
  visitors: 'user_id',
  retention_rules: 'scope',
  statuses: 'code',
  priorities: 'code',
  categories: 'code',
  tags: 'id',
  teams: 'id',
  team_members: 'team_id, user_id',
  team_categories: 'category',
  team_sites: 'site_id',
  tickets: 'id',
  ticket_tags: 'tag_id, ticket_id',
  rating_comments: 'ticket_id',
  links: 'ticket_id, other_id',
  holds: 'id',
  earlier_texts: 'event_id, what',
  earlier_names: 'id',
  assignments: 'id',
  reply_times: 'hour, team_id, bucket',
  messages: 'id',
  notes: 'id',
  attachments: 'id',
  mentions: 'note_id, user_id',
  read_marks: 'user_id, ticket_id',
  drafts: 'user_id, ticket_id, kind',
  saved_replies: 'id',
  views: 'id',
  events: 'id',
  counters: 'name',
  list_versions: 'list, owner',
  audit_log: 'id',
  settings: 'name',
  webhooks: 'id',
} as const;
/** Not exported: people sign in again and ask again for exports, an import gets a new epoch, and the rest is rebuilt from the other tables. */
export const LEFT_OUT = [
  'sessions',
  'known_devices',
  'person_exports',
  'access_tokens',
  'spent_refresh_tokens',
  'api_tokens',
  'idempotency_keys',
  'invitations',
  'password_links',
  'pending_sign_ins',
  'passkey_challenges',
  'oidc_flows',
  'pending_connections',
  'oidc_sessions',
  'used_tokens',
  'meta',
  'jobs',
  'followers',
  'webhook_deliveries',
  'conversation_removals',
  'note_removals',
  'conversation_words',
  'note_words',
] as const;
const NAMES = Object.keys(TABLES) as (keyof typeof TABLES)[];

interface Manifest {
  /** The number of applied migrations: rows have the columns of that schema. */
  schema: number;
  tables: Record<string, Listed>;
  /** Rows and hash of `files.jsonl`, which lists the files of attachments and people with their SHA-256. */
  files: Listed;
}
/** Called after every ten thousand rows. */
export type Progress = (table: string, rows: number) => void;
const TELL_EVERY = 10_000;

const fileOf = (folder: string, table: string) => join(folder, `${table}.jsonl`);

/**
 * Writes one snapshot of the database as JSON lines, one file per table, with the files of attachments and `manifest.json`
 * with row counts and SHA-256. The keys of a row are its column names. Others may write meanwhile.
 */
export async function exportTo(file: string, folder: string, tell: Progress): Promise<Manifest> {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new Error(`${folder} is not empty. Choose a new folder.`);
  const db = new BetterSqlite(file, { readonly: true, timeout: 5_000 });
  const tables: Manifest['tables'] = {};
  let files: Listed;
  let schema: number;
  try {
    db.exec('BEGIN');
    schema = applied(db);
    for (const name of NAMES) tables[name] = write(db, fileOf(folder, name), { name, tell });
    files = await exportFiles(db, storageFolder(dirname(file)), folder);
  } finally {
    db.close();
  }
  const manifest = { schema, tables, files };
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  sync(folder);
  return manifest;
}

function write(db: BetterSqlite.Database, path: string, { name, tell }: { name: keyof typeof TABLES; tell: Progress }) {
  const fd = openSync(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let rows = 0;
  let lines: string[] = [];
  const flush = () => {
    const text = lines.join('');
    hash.update(text);
    writeSync(fd, text);
    lines = [];
  };
  for (const row of db.prepare(`SELECT * FROM ${name} ORDER BY ${TABLES[name]}`).iterate()) {
    lines.push(`${JSON.stringify(row)}\n`);
    rows += 1;
    if (lines.length >= 1_000) flush();
    if (rows % TELL_EVERY === 0) tell(name, rows);
  }
  flush();
  closeSync(fd);
  sync(path);
  return { rows, sha256: hash.digest('hex') };
}

/**
 * Creates a new database from an export, in one transaction, with a new epoch. Refuses if a file differs from the manifest,
 * or if the database exists already.
 */
export async function importFrom(folder: string, file: string, tell: Progress): Promise<Manifest> {
  if (existsSync(file)) throw new Error(`${file} exists already. Set DATA_DIR to a new folder, or move the file away.`);
  const manifest = manifestOf(folder);
  for (const name of NAMES)
    if ((await hashOf(fileOf(folder, name))) !== manifest.tables[name]?.sha256) throw notAsListed(fileOf(folder, name));
  await checkFiles(folder, manifest.files);
  // Files first: the rows refer to them.
  await importFiles(folder, storageFolder(dirname(file)));
  migrate(file);
  const db = new BetterSqlite(file);
  try {
    db.pragma('foreign_keys = ON');
    db.exec('BEGIN IMMEDIATE');
    const triggers = withoutTriggers(db);
    for (const name of NAMES.toReversed()) db.exec(`DELETE FROM ${name}`);
    for (const name of NAMES) await read(db, fileOf(folder, name), { name, tell });
    for (const trigger of triggers) db.exec(trigger);
    db.prepare(`UPDATE meta SET value = ? WHERE key = 'epoch'`).run(randomUUID());
    db.exec('COMMIT');
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
  return manifest;
}

function manifestOf(folder: string): Manifest {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) throw new Error(`There is no manifest.json in ${folder}. Is it an export of Answerback?`);
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  if (manifest.schema !== known)
    throw new Error(
      `This export is of schema ${manifest.schema}, and this version has ${known}. Import it with the version that wrote it, and start this one over that.`,
    );
  return manifest;
}

/** Drops the triggers, because the rows already contain the counters that they keep. Returns the SQL that creates them again. */
function withoutTriggers(db: BetterSqlite.Database): string[] {
  const all = db
    .prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_master WHERE type = 'trigger'`)
    .all();
  for (const { name } of all) db.exec(`DROP TRIGGER ${name}`);
  return all.map(({ sql }) => sql);
}

async function read(db: BetterSqlite.Database, path: string, { name, tell }: { name: string; tell: Progress }) {
  const columns = (db.pragma(`table_info(${name})`) as { name: string }[]).map((column) => column.name);
  const quoted = columns.map((column) => `"${column}"`).join(', ');
  const insert = db.prepare(`INSERT INTO ${name} (${quoted}) VALUES (${columns.map(() => '?').join(', ')})`);
  let rows = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const row = JSON.parse(line) as Record<string, unknown>;
    insert.run(columns.map((column) => row[column] ?? null));
    rows += 1;
    if (rows % TELL_EVERY === 0) tell(name, rows);
  }
}

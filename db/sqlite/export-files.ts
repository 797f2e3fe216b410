/** The files of attachments and the pictures of people in an export. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type BetterSqlite from 'better-sqlite3';
import { sync } from './backup.ts';

export interface Listed {
  rows: number;
  sha256: string;
}
/** One line of `files.jsonl`. */
interface FileLine {
  key: string;
  sha256: string;
}
const KEYS = `SELECT storage_key AS key FROM attachments
  UNION ALL SELECT thumbnail_key FROM attachments WHERE thumbnail_key IS NOT NULL
  UNION ALL SELECT picture FROM users WHERE picture IS NOT NULL ORDER BY key`;
const foldersIn = (folder: string) => ({ list: join(folder, 'files.jsonl'), files: join(folder, 'files') });

/** Copies all files that rows refer to. Skips missing files, which `doctor` reports. */
export async function exportFiles(db: BetterSqlite.Database, storage: string, folder: string): Promise<Listed> {
  const { list, files } = foldersIn(folder);
  mkdirSync(files, { mode: 0o700 });
  const fd = openSync(list, 'wx', 0o600);
  const hash = createHash('sha256');
  let rows = 0;
  for (const { key } of db.prepare<[], { key: string }>(KEYS).all()) {
    const [from, to] = [join(storage, key), join(files, key)];
    if (!existsSync(from)) continue;
    copyPrivate(from, to);
    sync(to);
    const line = `${JSON.stringify({ key, sha256: await hashOf(to) } satisfies FileLine)}\n`;
    hash.update(line);
    writeSync(fd, line);
    rows += 1;
  }
  closeSync(fd);
  sync(list);
  sync(files);
  return { rows, sha256: hash.digest('hex') };
}

/** Throws if a file differs from the list, or the list from the manifest. */
export async function checkFiles(folder: string, listed: Listed | undefined) {
  const { list, files } = foldersIn(folder);
  if ((await hashOf(list)) !== listed?.sha256) throw notAsListed(list);
  for await (const { key, sha256 } of linesOf(list))
    if ((await hashOf(join(files, key))) !== sha256) throw notAsListed(join(files, key));
}

export async function importFiles(folder: string, storage: string) {
  const { list, files } = foldersIn(folder);
  mkdirSync(storage, { recursive: true, mode: 0o700 });
  for await (const { key } of linesOf(list)) {
    copyPrivate(join(files, key), join(storage, key));
    sync(join(storage, key));
  }
  sync(storage);
}

/** A copy would have the permissions of its original. */
function copyPrivate(from: string, to: string) {
  copyFileSync(from, to);
  chmodSync(to, 0o600);
}

async function* linesOf(list: string): AsyncIterable<FileLine> {
  for await (const line of createInterface({ input: createReadStream(list), crlfDelay: Infinity })) {
    const { key, sha256 } = JSON.parse(line) as FileLine;
    // `key` becomes part of a path.
    if (!/^[0-9a-f]{32}(-thumbnail)?$/u.test(key)) throw notAsListed(list);
    yield { key, sha256 };
  }
}

export async function hashOf(path: string) {
  const hash = createHash('sha256');
  if (existsSync(path)) for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest('hex');
}

export const notAsListed = (path: string) => new Error(`${path} differs from the manifest. Copy the export again.`);

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backUpBeside } from './backup.ts';

const EVERY_MS = 24 * 3_600_000;
const KEPT = 7;
const NAME = /^daily-(.+)\.db$/u;

const folderOf = (file: string) => join(dirname(file), 'snapshots');
/** A time as part of a file name. */
export const stamp = (at: number) => new Date(at).toISOString().replaceAll(':', '-');
const timeOf = (name: string) => Date.parse((NAME.exec(name)?.[1] ?? '').replace(/T(\d\d)-(\d\d)-/u, 'T$1:$2:'));

/** The daily copies beside a database, oldest first. */
export function dailySnapshots(file: string): { path: string; at: number }[] {
  const folder = folderOf(file);
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .map((name) => ({ path: join(folder, name), at: timeOf(name) }))
    .toSorted((a, b) => a.at - b.at);
}

/** Takes the daily copy in a thread, if the last one is older than 24 hours, and keeps seven. Returns its path. */
export async function takeDailySnapshot(file: string, now: number): Promise<string | null> {
  const before = dailySnapshots(file);
  if (now - (before.at(-1)?.at ?? 0) < EVERY_MS) return null;
  const copy = join(folderOf(file), `daily-${stamp(now)}.db`);
  await backUpBeside(file, copy);
  for (const { path } of dailySnapshots(file).slice(0, -KEPT)) rmSync(path);
  return copy;
}

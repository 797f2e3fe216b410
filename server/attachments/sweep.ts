import { inArray } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { attachments } from '../../db/schema/attachments.ts';
import { users } from '../../db/schema/people.ts';
import type { Commit } from '../commit.ts';
import { removeUnsent } from './commands.ts';
import type { Storage } from './storage.ts';

const UNSENT_KEPT_MS = 86_400_000;
/**
 * A file without a row remains after a crash between storing and inserting; there are few. It is kept for 30 days, so that a
 * restored backup of the database still finds its files.
 */
const STRAY_KEPT_MS = 30 * 86_400_000;
const AT_ONCE = 500;

interface Deps {
  db: Db;
  commit: Commit;
  storage: Storage;
  clock: () => number;
}

export async function forgetUnsent({ commit }: Deps) {
  await commit((unit) => removeUnsent(unit, unit.now - UNSENT_KEPT_MS));
}

export async function removeStrays(deps: Deps) {
  const { storage } = deps;
  let batch: { key: string; changedAt: () => Promise<number> }[] = [];
  for await (const file of storage.list()) {
    batch.push(file);
    if (batch.length < AT_ONCE) continue;
    await removeStraysOf(deps, batch);
    batch = [];
  }
  await removeStraysOf(deps, batch);
}

async function removeStraysOf(
  { db, storage, clock }: Deps,
  files: { key: string; changedAt: () => Promise<number> }[],
) {
  const picture = (key: string) => key.replace(/-thumbnail$/u, '');
  const keys = [...new Set(files.map(({ key }) => picture(key)))];
  const rows = await db
    .select({ key: attachments.storageKey })
    .from(attachments)
    .where(inArray(attachments.storageKey, keys));
  const ofPeople = await db.select({ key: users.picture }).from(users).where(inArray(users.picture, keys));
  const known = new Set([...rows, ...ofPeople].map(({ key }) => key));
  for (const { key, changedAt } of files)
    if (!known.has(picture(key)) && (await changedAt()) < clock() - STRAY_KEPT_MS) await storage.remove(key);
}

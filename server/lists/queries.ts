import { and, eq, gt, or } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { listVersions } from '../../db/schema/lists.ts';
import type { ListName, Lists } from './contract.ts';
import { isListName, LIST_NAMES, type ListReader as Reader, LISTS } from './lists.ts';

const changedSince = prepared((db) =>
  db
    .select({ list: listVersions.list, version: listVersions.version })
    .from(listVersions)
    .where(
      and(
        gt(listVersions.version, bound('after')),
        or(eq(listVersions.owner, ''), eq(listVersions.owner, bound('userId'))),
      ),
    ),
);

/** Every list that this person may read, and `listsAt` for the next `listsSince`. Call both in `readSnapshot`. */
export async function allLists(db: Db, reader: Reader) {
  const { lists, listsAt } = await readLists(db, reader, { after: 0, names: LIST_NAMES });
  // The loop set every name.
  return { lists: lists as Lists, listsAt };
}

/** The lists that changed for this person since `after`, and always those with `isToldByItem`. */
export async function listsSince(db: Db, reader: Reader, after: number) {
  const names = LIST_NAMES.filter((name) => LISTS[name].isToldByItem && mayRead(reader, name));
  return readLists(db, reader, { after, names });
}

async function readLists(db: Db, reader: Reader, { after, names }: { after: number; names: ListName[] }) {
  const versions = new Map<ListName, number>();
  for (const { list, version } of await changedSince(db).execute({ after, userId: reader.id }))
    if (isListName(list) && mayRead(reader, list)) versions.set(list, version);
  const lists: Record<string, { version: number; items: unknown[] }> = {};
  for (const name of new Set([...names, ...versions.keys()]))
    lists[name] = {
      version: versions.get(name) ?? 0,
      items: mayRead(reader, name) ? await LISTS[name].read(db, reader) : [],
    };
  // TypeScript cannot follow the pair of list name and item type through the loop.
  return { lists: lists as Partial<Lists>, listsAt: Math.max(after, ...versions.values()) };
}

const mayRead = ({ kind }: Reader, name: ListName) => LISTS[name].readers === 'everyone' || kind === 'staff';

const versionOf = prepared((db) =>
  db
    .select({ version: listVersions.version })
    .from(listVersions)
    .where(and(eq(listVersions.list, bound('list')), eq(listVersions.owner, bound('owner')))),
);

/** One list for all its readers: what depends on their rights is told by item. Reads the version first: items that are newer come again with the next version. */
export async function readList(db: Db, list: ListName, owner: string): Promise<Partial<Lists>> {
  const [row] = await versionOf(db).execute({ list, owner });
  const reader: Reader = { id: owner, kind: 'staff', rights: {} };
  return { [list]: { version: row?.version ?? 0, items: await LISTS[list].read(db, reader) } };
}

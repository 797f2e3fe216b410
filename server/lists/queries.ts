import { and, eq, gt, or } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { listVersions } from '../../db/schema/lists.ts';
import type { Actor } from '../auth/actor.ts';
import type { ListName, Lists } from './contract.ts';
import { isListName, LIST_NAMES, LISTS } from './lists.ts';

type Reader = Pick<Actor, 'id' | 'kind'>;

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

/** Every list, as this person may read it, and where `listsSince` goes on. Run both in `readSnapshot`. */
export async function allLists(db: Db, reader: Reader) {
  const { lists, listsAt } = await readLists(db, reader, { after: 0, names: LIST_NAMES });
  // Every name is there: each list is read or empty.
  return { lists: lists as Lists, listsAt };
}

/** The lists of this person that changed since, and those that are told by item, always. */
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
      items: mayRead(reader, name) ? await LISTS[name].read(db, reader.id) : [],
    };
  // The record pairs each name with what its list holds; TypeScript cannot follow the pair through the loop.
  return { lists: lists as Partial<Lists>, listsAt: Math.max(after, ...versions.values()) };
}

const mayRead = ({ kind }: Reader, name: ListName) => LISTS[name].readers === 'everyone' || kind === 'staff';

const versionOf = prepared((db) =>
  db
    .select({ version: listVersions.version })
    .from(listVersions)
    .where(and(eq(listVersions.list, bound('list')), eq(listVersions.owner, bound('owner')))),
);

/** One list for all who are told of it. Its version is read first: items that are newer come again with theirs. */
export async function readList(db: Db, list: ListName, owner: string): Promise<Partial<Lists>> {
  const [row] = await versionOf(db).execute({ list, owner });
  return { [list]: { version: row?.version ?? 0, items: await LISTS[list].read(db, owner) } };
}

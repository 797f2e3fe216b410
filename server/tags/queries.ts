import { asc, eq, inArray } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { tags } from '../../db/schema/tickets.ts';
import { AppError } from '../errors.ts';

const all = prepared((db) => db.select({ id: tags.id, name: tags.name }).from(tags).orderBy(asc(tags.name)));
export const tagList = (db: Db) => all(db).execute();

const byName = prepared((db) =>
  db
    .select({ id: tags.id, name: tags.name })
    .from(tags)
    .where(eq(tags.key, bound('key'))),
);
export async function findTag(db: Db, key: string) {
  const [tag] = await byName(db).execute({ key });
  return tag ?? null;
}

const byId = prepared((db) =>
  db
    .select({ id: tags.id })
    .from(tags)
    .where(eq(tags.id, bound('id'))),
);
export const isTaken = async (db: Db, id: string) => (await byId(db).execute({ id })).length > 0;

/** Returns the ids in their order without duplicates; throws 422 if a tag does not exist. */
export async function requireTags(db: Db, ids: string[]): Promise<string[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  const found = await db.select({ id: tags.id }).from(tags).where(inArray(tags.id, wanted));
  if (found.length === wanted.length) return wanted;
  const message = 'One of these tags was deleted. Choose again.';
  throw new AppError(422, 'invalid', message, { fields: { tagIds: message } });
}

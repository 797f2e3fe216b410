import { eq } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/connection.ts';
import { sites } from '../../db/schema.ts';

const byKey = prepared((db) =>
  db
    .select()
    .from(sites)
    .where(eq(sites.key, bound('key'))),
);
export type StoredSite = typeof sites.$inferSelect;

export async function findSite(db: Db, key: string): Promise<StoredSite | null> {
  const [site] = await byKey(db).execute({ key });
  return site ?? null;
}

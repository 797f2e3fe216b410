import { eq } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/connection.ts';
import { sites } from '../../db/schema.ts';
import { opennessOf } from '../hours/openness.ts';
import type { SiteConfig } from './contract.ts';

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

/** What anybody may know of it. */
export const siteConfigOf = (
  { key, name, look, hours }: StoredSite,
  { here, now }: { here: boolean; now: number },
): SiteConfig => ({ key, name, look, hours: hours && opennessOf(hours, now), here });

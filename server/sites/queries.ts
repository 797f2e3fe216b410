import { asc, eq } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { sites, usedTokens } from '../../db/schema/widget.ts';
import { notFound } from '../errors.ts';
import { judgeIdentity, tokenHash } from '../widget/identity-token.ts';
import { DEFAULT_LOOK, type IdentityReport, type Site, SITES_MOST } from './contract.ts';

export type StoredSite = typeof sites.$inferSelect;

const all = prepared((db) => db.select().from(sites).orderBy(asc(sites.id)).limit(SITES_MOST));
const byId = prepared((db) =>
  db
    .select()
    .from(sites)
    .where(eq(sites.id, bound('id'))),
);

const byKey = prepared((db) =>
  db
    .select()
    .from(sites)
    .where(eq(sites.key, bound('key'))),
);

export const siteList = async (db: Db): Promise<Site[]> => (await all(db).execute()).map(toSite);

export async function findSite(db: Db, id: string): Promise<StoredSite | null> {
  const [row] = await byId(db).execute({ id });
  return row ?? null;
}

/** By the public key in the embed snippet. */
export async function findSiteByKey(db: Db, key: string): Promise<StoredSite | null> {
  const [row] = await byKey(db).execute({ key });
  return row ?? null;
}

export async function requireSite(db: Db, id: string): Promise<StoredSite> {
  const row = await findSite(db, id);
  if (!row) throw notFound();
  return row;
}

export interface House {
  /** Empty while nobody has named anything. */
  name: string;
  brand: string;
}

const oldest = prepared((db) =>
  db.select({ name: sites.name, look: sites.look }).from(sites).orderBy(asc(sites.id)).limit(1),
);

/** Whose portal it is: the first site's, and while there is none the public address names it. */
export async function houseOf(db: Db, publicUrl: string): Promise<House> {
  const [site] = await oldest(db).execute();
  if (site) return { name: site.look.title || site.name, brand: site.look.brand };
  const { hostname } = new URL(publicUrl);
  return { name: hostname === 'localhost' ? '' : hostname, brand: DEFAULT_LOOK.brand };
}

/** Removes the secret. */
export const toSite = ({ identitySecret, ...site }: StoredSite): Site => ({
  ...site,
  hasIdentitySecret: identitySecret !== null,
});

const used = prepared((db) =>
  db
    .select({ hash: usedTokens.hash })
    .from(usedTokens)
    .where(eq(usedTokens.hash, bound('hash'))),
);

/** Checks a token as the widget's sign-in would, without using it up. Reports a token that was used before. */
export async function identityReport(
  db: Db,
  { id, key, secret }: { id: string; key: string; secret: string },
  { token, now }: { token: string; now: number },
): Promise<IdentityReport> {
  const { checks, claims } = judgeIdentity(token, { key, secret, now });
  const wasUsed = claims !== null && (await used(db).execute({ hash: tokenHash(id, claims) })).length > 0;
  if (!wasUsed) return { ok: claims !== null, checks };
  const words = 'This jti was used already. Make a new one for every token, such as a UUID.';
  return { ok: false, checks: checks.map((one) => (one.check === 'jti' ? { ...one, ok: false, words } : one)) };
}

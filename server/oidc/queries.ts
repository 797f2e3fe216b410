import { and, eq, isNotNull } from 'drizzle-orm';
import * as v from 'valibot';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { identities, oidcSessions } from '../../db/schema/oidc.ts';
import { settings } from '../../db/schema/settings.ts';
import { type StoredProvider, storedProvider } from './contract.ts';

/** The name of its row among the settings. */
export const ROW = 'oidc';

const stored = prepared((db) => db.select({ value: settings.value }).from(settings).where(eq(settings.name, ROW)));

/** Null while none is set up. */
export async function readProvider(db: Db): Promise<StoredProvider | null> {
  const [row] = await stored(db).execute();
  return row ? v.parse(storedProvider, row.value) : null;
}

/** The provider that stands on the sign-in page. */
export async function openProvider(db: Db): Promise<StoredProvider | null> {
  const provider = await readProvider(db);
  return provider?.isOn ? provider : null;
}

const bySubject = prepared((db) =>
  db
    .select()
    .from(identities)
    .where(and(eq(identities.issuer, bound('issuer')), eq(identities.subject, bound('subject')))),
);
export async function findIdentity(db: Db, { issuer, subject }: { issuer: string; subject: string }) {
  const [row] = await bySubject(db).execute({ issuer, subject });
  return row ?? null;
}

/** Who a person is at the provider, and at those before it. */
export async function identitiesOf(db: Db, userId: string) {
  const { issuer, subject, createdAt, usedAt } = identities;
  return db.select({ issuer, subject, createdAt, usedAt }).from(identities).where(eq(identities.userId, userId));
}

export async function identityOf(db: Db, { userId, issuer }: { userId: string; issuer: string }) {
  const [row] = await db
    .select()
    .from(identities)
    .where(and(eq(identities.userId, userId), eq(identities.issuer, issuer)));
  return row ?? null;
}

/** The sessions that began with an identity. */
export async function sessionsAt(db: Db, { issuer, subject }: { issuer: string; subject: string }): Promise<string[]> {
  const rows = await db
    .select({ id: oidcSessions.sessionId })
    .from(oidcSessions)
    .where(and(eq(oidcSessions.issuer, issuer), eq(oidcSessions.subject, subject)));
  return rows.map(({ id }) => id);
}

/** Those who have signed in at this provider, and were not shut out by their groups since then. */
export async function provenAt(db: Db, issuer: string): Promise<Set<string>> {
  const rows = await db
    .select({ userId: identities.userId })
    .from(identities)
    .where(and(eq(identities.issuer, issuer), isNotNull(identities.usedAt)));
  return new Set(rows.map(({ userId }) => userId));
}

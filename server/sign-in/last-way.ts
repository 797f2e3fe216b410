/** Somebody who may manage people can always sign in: whatever takes away rights or a way in asks here. */
import { and, inArray, isNotNull } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { users } from '../../db/schema/people.ts';
import { passkeys } from '../../db/schema/sign-in.ts';
import { isManager, rightsOfStaff } from '../auth/who-may.ts';
import type { Unit } from '../commit.ts';
import { AppError } from '../errors.ts';
import { openProvider, provenAt } from '../oidc/queries.ts';
import { readSignIn } from './queries.ts';

/** With a password while those are on, with a passkey, or with an identity that worked the last time at the provider that is on. */
export async function managersWhoComeIn(db: Db): Promise<string[]> {
  const managers = [...(await rightsOfStaff(db))].filter(([, rights]) => isManager(rights)).map(([id]) => id);
  const withoutPassword = await withWayBesidePassword(db, managers);
  const withPassword = (await readSignIn(db)).passwords ? await withStoredPassword(db, managers) : new Set<string>();
  return managers.filter((id) => withoutPassword.has(id) || withPassword.has(id));
}

/** Those of these people who come in with a passkey or by the provider. */
export async function withWayBesidePassword(db: Db, among: string[]): Promise<Set<string>> {
  const provider = await openProvider(db);
  const proven = provider ? await provenAt(db, provider.issuer) : new Set<string>();
  const withPasskey = await db.select({ id: passkeys.userId }).from(passkeys).where(inArray(passkeys.userId, among));
  return new Set([...among.filter((id) => proven.has(id)), ...withPasskey.map(({ id }) => id)]);
}

export async function withStoredPassword(db: Db, among: string[]): Promise<Set<string>> {
  const found = await db
    .select({ id: users.id })
    .from(users)
    .where(and(inArray(users.id, among), isNotNull(users.passwordHash)));
  return new Set(found.map(({ id }) => id));
}

/** Looks before a change, and `requireStill` after it: throws 409 `sign_in.last_way` if only the change takes the last way away. */
export async function wayInOf({ tx }: Unit) {
  const before = await managersWhoComeIn(tx);
  return {
    async requireStill() {
      if (before.length > 0 && (await managersWhoComeIn(tx)).length === 0) throw lastWay();
    },
  };
}

export const lastWay = () =>
  new AppError(
    409,
    'sign_in.last_way',
    'Nobody who manages people could sign in any more. First let somebody else who manages people sign in, with the provider or a passkey, or turn passwords on.',
  );

import { eq, inArray, isNotNull, and } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { identities } from '../../db/schema/oidc.ts';
import { users } from '../../db/schema/people.ts';
import { passkeys, totpSecrets } from '../../db/schema/sign-in.ts';
import { rightsOfStaff } from '../auth/who-may.ts';
import type { WaysOfPeople } from './contract.ts';
import { openProvider } from './queries.ts';

const NAMED_MOST = 100;

/** How the active people of the team come in. */
export async function waysOfTeam(db: Db): Promise<WaysOfPeople> {
  const team = [...(await rightsOfStaff(db)).keys()];
  const among = (ids: { userId: string }[]) =>
    new Set(ids.map(({ userId }) => userId).filter((id) => team.includes(id)));
  const provider = await openProvider(db);
  const connected = among(
    provider
      ? await db.select({ userId: identities.userId }).from(identities).where(eq(identities.issuer, provider.issuer))
      : [],
  );
  const withPasskey = among(await db.selectDistinct({ userId: passkeys.userId }).from(passkeys));
  const withSecond = among(
    await db.select({ userId: totpSecrets.userId }).from(totpSecrets).where(isNotNull(totpSecrets.confirmedAt)),
  );
  const left = team.filter((id) => !connected.has(id) && !withPasskey.has(id));
  const passwordOnly = await db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(and(inArray(users.id, left.slice(0, NAMED_MOST)), eq(users.machine, false)))
    .orderBy(users.name);
  return {
    people: team.length,
    connected: connected.size,
    secondStep: withSecond.size,
    passkeys: withPasskey.size,
    passwordOnly,
  };
}

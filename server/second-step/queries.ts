import { and, eq, isNotNull } from 'drizzle-orm';
import { encode } from 'uqr';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { totpSecrets } from '../../db/schema/sign-in.ts';
import { readSignIn } from '../sign-in/queries.ts';
import type { OwnSecondStep } from './contract.ts';
import { recoveryCodesLeft } from './recovery-codes.ts';
import { totpUri } from './totp.ts';

const confirmed = prepared((db) =>
  db
    .select({ since: totpSecrets.confirmedAt })
    .from(totpSecrets)
    .where(and(eq(totpSecrets.userId, bound('userId')), isNotNull(totpSecrets.confirmedAt))),
);

/** Since when a person has a second step; null without one. */
export async function secondStepSince(db: Db, userId: string): Promise<number | null> {
  const [row] = await confirmed(db).execute({ userId });
  return row?.since ?? null;
}

export const needsSecondStep = async (db: Db, role: string) => (await readSignIn(db)).secondStepRoles.includes(role);

export async function ownSecondStepOf(db: Db, actor: { id: string; role: string }): Promise<OwnSecondStep> {
  const since = await secondStepSince(db, actor.id);
  return {
    isOn: since !== null,
    since,
    recoveryCodesLeft: await recoveryCodesLeft(db, actor.id),
    isRequired: await needsSecondStep(db, actor.role),
  };
}

interface Account {
  secret: string;
  issuer: string;
  label: string;
}

/** The secret in the forms in which an app takes it. */
export function enrolmentOf(account: Account) {
  const uri = totpUri(account);
  const { data, size } = encode(uri, { ecc: 'M', border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return { secret: account.secret, uri, qr: { size, path } };
}

import type { Db } from '../../db/database.ts';
import { findActor } from '../auth/policy.ts';
import { mayUsePassword } from '../sign-in/passwords-off.ts';
import type { Arrival } from './contract.ts';
import { findIdentity, openProvider } from './queries.ts';

/** Whether a sign-in may still end as it began: at the provider that is still on, or with a password where they are still on. */
export async function isWayOpen(db: Db, { userId, arrival }: { userId: string; arrival: Arrival | null }) {
  if (!arrival) {
    const actor = await findActor(db, userId);
    return actor !== null && mayUsePassword(db, actor.kind);
  }
  const provider = await openProvider(db);
  return provider?.issuer === arrival.issuer && (await findIdentity(db, arrival))?.userId === userId;
}

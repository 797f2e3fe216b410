import { findActor } from '../auth/policy.ts';
import type { Unit } from '../commit.ts';
import { giveRole, isManaged } from './arrive.ts';
import type { Arrival, WaitingConnection } from './contract.ts';
import { connect } from './identities.ts';
import { openProvider } from './queries.ts';
import { isGiven } from './role-of.ts';

interface Waiting {
  userId: string;
  arrival: Arrival | null;
  /** Null where a sign-in connects nothing. */
  connects: Pick<WaitingConnection, 'role'> | null;
}

/**
 * Connects an account to the provider and gives it the role of the groups, after the last step of its sign-in and in the same
 * unit. False, with nothing done, if the provider, its ceiling, the person or the identity is not as it was when they came.
 */
export async function finishConnection(unit: Unit, { userId, arrival, connects }: Waiting): Promise<boolean> {
  if (!arrival || !connects) return true;
  const { role } = connects;
  const provider = await openProvider(unit.tx);
  const actor = await findActor(unit.tx, userId);
  if (!actor || provider?.issuer !== arrival.issuer) return false;
  const isOut = role === null && (await isManaged(unit.tx, provider, actor));
  if (isOut || (role !== null && !(await isGiven(unit.tx, role, provider.ceiling)))) return false;
  const { issuer, subject } = arrival;
  if (await connect(unit, { userId, issuer, subject })) return false;
  await giveRole(unit, provider, { actor, role });
  return true;
}

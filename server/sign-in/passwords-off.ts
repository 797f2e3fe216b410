/** The team can be made to sign in without passwords. Customers always may use theirs. */
import { inArray, isNull, and } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { passwordLinks } from '../../db/schema/invitations.ts';
import { pendingSignIns } from '../../db/schema/sign-in.ts';
import type { Actor } from '../auth/actor.ts';
import { holdsAll } from '../auth/policy.ts';
import { isManager, rightsOfStaff } from '../auth/who-may.ts';
import type { Unit } from '../commit.ts';
import { AppError, forbidden } from '../errors.ts';
import { openProvider, provenAt } from '../oidc/queries.ts';
import type { Rights, RoleKind } from '../people/contract.ts';
import { withStoredPassword, withWayBesidePassword } from './last-way.ts';
import { readSignIn } from './queries.ts';

/** Passkeys stay: each belongs to one device of a person who proved who they are before they added it. */
export const mayUsePassword = async (db: Db, kind: RoleKind): Promise<boolean> =>
  kind !== 'staff' || (await readSignIn(db)).passwords;

/** Throws 403 `sign_in.passwords_off`; `before` is said before what to do instead. */
export async function requirePasswords(db: Db, kind: RoleKind, before = ''): Promise<void> {
  if (await mayUsePassword(db, kind)) return;
  const provider = await openProvider(db);
  const way = provider ? `with ${provider.label} or a passkey` : 'with a passkey';
  throw new AppError(403, 'sign_in.passwords_off', `${before}Passwords are off for the team here: sign in ${way}.`);
}

/** What was begun with a password ends: sign-ins that wait for their second step, and links for a new password. */
export async function turnPasswordsOff({ tx }: Unit, actor: Actor): Promise<void> {
  const provider = await openProvider(tx);
  const team = await rightsOfStaff(tx);
  await requireShutsOutNobodyAbove(tx, actor, team);
  const proven = provider ? await provenAt(tx, provider.issuer) : new Set<string>();
  if (![...team].some(([id, rights]) => isManager(rights) && proven.has(id)))
    throw new AppError(
      409,
      'sign_in.nobody_connected',
      provider
        ? `First somebody who manages people has to sign in with ${provider.label}. Otherwise nobody could manage the team any more.`
        : 'First set up an OpenID provider, and sign in with it.',
    );
  const ids = [...team.keys()];
  await tx.delete(pendingSignIns).where(and(inArray(pendingSignIns.userId, ids), isNull(pendingSignIns.arrival)));
  await tx.delete(passwordLinks).where(inArray(passwordLinks.userId, ids));
}

/** As with any other act that takes away the way in of somebody who may do more. */
async function requireShutsOutNobodyAbove(db: Db, actor: Actor, team: Map<string, Rights>) {
  const above = [...team].filter(([id, rights]) => id !== actor.id && !holdsAll(actor, rights)).map(([id]) => id);
  const [others, withPassword] = [await withWayBesidePassword(db, above), await withStoredPassword(db, above)];
  if (!above.some((id) => withPassword.has(id) && !others.has(id))) return;
  throw forbidden(
    'Somebody who has only a password may do more than you, and could not sign in any more. They need a passkey first, or a sign-in with the provider. Or somebody who may do as much turns passwords off.',
  );
}

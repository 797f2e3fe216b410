import { and, eq } from 'drizzle-orm';
import { identities } from '../../db/schema/oidc.ts';
import { audit } from '../audit/commands.ts';
import { command } from '../auth/command.ts';
import { requireMayResetFor } from '../auth/may-act-on.ts';
import { endSessionsAmong } from '../auth/sessions.ts';
import type { Unit } from '../commit.ts';
import { AppError } from '../errors.ts';
import { wayInOf } from '../sign-in/last-way.ts';
import { readSignIn } from '../sign-in/queries.ts';
import type { Problem } from './contract.ts';
import { findIdentity, identityOf, readProvider, sessionsAt } from './queries.ts';

interface Connect {
  userId: string;
  issuer: string;
  subject: string;
}

/** Null when it is connected; otherwise why not. Nobody is two people, and no account two identities of one provider. */
export async function connect(unit: Unit, { userId, issuer, subject }: Connect): Promise<Problem | null> {
  const known = await findIdentity(unit.tx, { issuer, subject });
  if (known) return known.userId === userId ? null : 'taken';
  if (await identityOf(unit.tx, { userId, issuer })) return 'other_identity';
  await unit.tx.insert(identities).values({ issuer, subject, userId, createdAt: unit.now });
  await audit(unit, { actorId: userId, action: 'identity.connected', targetId: userId });
  return null;
}

/** The identity stays connected, and counts as a way in again once a session begins with it. */
export async function forgetUse({ tx }: Unit, { userId, issuer }: Omit<Connect, 'subject'>): Promise<void> {
  await tx
    .update(identities)
    .set({ usedAt: null })
    .where(and(eq(identities.userId, userId), eq(identities.issuer, issuer)));
}

/** Ends one's own connection to the provider. Sessions that began with it go on, and end with the session there. */
export const disconnect = command({ needs: 'signed-in', only: 'staff' }, async (unit, actor) => {
  const provider = await readProvider(unit.tx);
  const known = provider && (await identityOf(unit.tx, { userId: actor.id, issuer: provider.issuer }));
  if (!known) return;
  if (!(await readSignIn(unit.tx)).passwords)
    throw new AppError(409, 'oidc.needed', 'Passwords are off here, so this is your way in. It stays.');
  const wayIn = await wayInOf(unit);
  await unit.tx
    .delete(identities)
    .where(and(eq(identities.issuer, known.issuer), eq(identities.subject, known.subject)));
  await wayIn.requireStill();
  await audit(unit, { actorId: actor.id, action: 'identity.removed', targetId: actor.id });
});

/** Of somebody else, who is connected wrongly or has another account at the provider now. What began with it ends. */
export const disconnectPerson = command({ needs: ['update', 'people'] }, async (unit, actor, userId: string) => {
  await requireMayResetFor(unit, actor, userId);
  const wayIn = await wayInOf(unit);
  const gone = await unit.tx.delete(identities).where(eq(identities.userId, userId)).returning();
  if (gone.length === 0) return;
  await wayIn.requireStill();
  for (const { issuer, subject } of gone) await endSessionsAmong(unit, await sessionsAt(unit.tx, { issuer, subject }));
  await audit(unit, { actorId: actor.id, action: 'identity.removed', targetId: userId });
});

import { eq, inArray } from 'drizzle-orm';
import { roles } from '../../db/schema/people.ts';
import { settings } from '../../db/schema/settings.ts';
import { audit, changes } from '../audit/commands.ts';
import type { Actor } from '../auth/actor.ts';
import { command } from '../auth/command.ts';
import { requireMayGive } from '../auth/policy.ts';
import type { Unit } from '../commit.ts';
import { AppError, invalidFields } from '../errors.ts';
import { wayInOf } from '../sign-in/last-way.ts';
import { readSignIn } from '../sign-in/queries.ts';
import type { PutProvider, StoredProvider } from './contract.ts';
import { readProvider, ROW } from './queries.ts';
import { isWithin } from './role-of.ts';

interface Save {
  input: Omit<PutProvider, 'clientSecret'>;
  /** Undefined leaves it as it is. */
  sealedSecret: string | null | undefined;
}

/** The provider has answered before. Nobody opens, or takes away, a role by a group that they may not give by hand. */
export const saveProvider = command({ needs: ['update', 'settings'] }, async (unit, actor, input: Save) => {
  const before = await readProvider(unit.tx);
  const after = merged(before, input);
  for (const { ceiling } of before ? [before, after] : [after]) await requireMayGive(unit.tx, actor, ceiling);
  await requireRoles(unit, after);
  if (before && isElsewhere(before, after)) await requireNotNeeded(unit);
  const wayIn = await wayInOf(unit);
  await unit.tx
    .insert(settings)
    .values({ name: ROW, value: after })
    .onConflictDoUpdate({ target: settings.name, set: { value: after } });
  await wayIn.requireStill();
  await audit(unit, { actorId: actor.id, action: 'oidc.edited', ...differences(before, after) });
  return after;
});

export const removeProvider = command({ needs: ['update', 'settings'] }, async (unit, actor: Actor) => {
  const before = await readProvider(unit.tx);
  if (!before) return;
  await requireMayGive(unit.tx, actor, before.ceiling);
  await requireNotNeeded(unit);
  const wayIn = await wayInOf(unit);
  await unit.tx.delete(settings).where(eq(settings.name, ROW));
  await wayIn.requireStill();
  await audit(unit, { actorId: actor.id, action: 'oidc.removed' });
});

function merged(before: StoredProvider | null, { input, sealedSecret }: Save): StoredProvider {
  const { issuer, isOn, clientId, label, scopes, groupClaim, otherwise, ceiling, createsAccounts } = input;
  const isSame = before?.issuer === issuer && before.clientId === clientId;
  if (sealedSecret === undefined && !isSame)
    // The stored secret is not sent to another address.
    throw invalidFields({ clientSecret: 'Write the client secret of this provider; null if it has none.' });
  return {
    ...{ issuer, isOn, clientId, label, scopes, groupClaim, otherwise, ceiling, createsAccounts },
    roles: input.roles,
    secret: sealedSecret === undefined ? (before?.secret ?? null) : sealedSecret,
  };
}

/** With passwords off, it is the way in. */
const isElsewhere = (before: StoredProvider, after: StoredProvider) =>
  before.issuer !== after.issuer || before.clientId !== after.clientId || (before.isOn && !after.isOn);

async function requireNotNeeded({ tx }: Unit) {
  if ((await readSignIn(tx)).passwords) return;
  throw new AppError(
    409,
    'oidc.needed',
    'The team signs in with this provider, because passwords are off. Turn passwords on first.',
  );
}

async function requireRoles({ tx }: Unit, { roles: lines, otherwise, ceiling }: StoredProvider) {
  const named = [...new Set([ceiling, ...lines.map(({ role }) => role), ...(otherwise === null ? [] : [otherwise])])];
  const found = await tx.select({ code: roles.code, kind: roles.kind }).from(roles).where(inArray(roles.code, named));
  const staff = new Set(found.filter(({ kind }) => kind === 'staff').map(({ code }) => code));
  const isFit = async (role: string) => staff.has(role) && (await isWithin(tx, role, ceiling));
  if (!staff.has(ceiling)) throw invalidFields({ ceiling: 'Name a role of the team.' });
  for (const [at, { role }] of lines.entries())
    if (!(await isFit(role))) throw invalidFields({ [`roles.${at}.role`]: ABOVE });
  if (otherwise !== null && !(await isFit(otherwise))) throw invalidFields({ otherwise: ABOVE });
}
const ABOVE = 'Name a role of the team that may do no more than the highest role.';

/** Addresses and names are texts: the log says only that they changed. So it does of the secret. */
function differences(before: StoredProvider | null, after: StoredProvider) {
  const flat = (one: StoredProvider | null) => ({
    isOn: one?.isOn ?? null,
    otherwise: one?.otherwise ?? null,
    ceiling: one?.ceiling ?? null,
    createsAccounts: one?.createsAccounts ?? null,
    groupRoles: (one?.roles ?? []).map(({ role }) => role),
    ...{ issuer: one?.issuer, clientId: one?.clientId, clientSecret: one?.secret, label: one?.label },
    ...{ scopes: one?.scopes, groupClaim: one?.groupClaim, groups: one?.roles.map(({ group }) => group) },
  });
  return changes(flat(before), flat(after), {
    values: ['isOn', 'otherwise', 'ceiling', 'createsAccounts', 'groupRoles'],
    texts: ['issuer', 'clientId', 'clientSecret', 'label', 'scopes', 'groupClaim', 'groups'],
  });
}

import { and, count, eq, gt, inArray, lte } from 'drizzle-orm';
import { sha256, uuidv7 } from '../../db/ids.ts';
import { users } from '../../db/schema/people.ts';
import { apiTokens } from '../../db/schema/tokens.ts';
import { audit } from '../audit/commands.ts';
import type { Actor } from '../auth/actor.ts';
import { closeSockets, newApiToken } from '../auth/api-tokens.ts';
import { command } from '../auth/command.ts';
import { can, findActor, holdsAll, narrowed, requireMayGive } from '../auth/policy.ts';
import type { Unit } from '../commit.ts';
import { AppError, forbidden, invalidFields, notFound } from '../errors.ts';
import { ACTIONS, AREAS, type Rights } from '../people/contract.ts';
import { requireRole } from '../people/roles.ts';
import { type ApiToken, TOKENS_MOST } from './contract.ts';
import { findToken } from './queries.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

interface NewToken {
  name: string;
  scopes: Rights;
  days: number;
}
interface Made {
  id: string;
  secret: string;
}

/** A token that acts as its maker. */
export const createOwnToken = command({ needs: 'signed-in', by: 'person' }, async (unit, actor, input: NewToken) => {
  const [person] = await unit.tx.select({ email: users.email }).from(users).where(eq(users.id, actor.id));
  if (!person?.email) throw forbidden('A visitor has no account that a token could stand for.');
  return addTokenFor(unit, { ...input, userId: actor.id, byId: actor.id });
});

/** For a person who is known to be asked, and for `answerback create-token`, whose caller has the data anyway. */
export async function addTokenFor(
  unit: Unit,
  { userId, byId, name, scopes, days }: NewToken & { userId: string; byId: string | null },
): Promise<Made> {
  const owner = await findActor(unit.tx, userId);
  if (!owner) throw notFound();
  requireWithin(scopes, owner);
  const [held] = await unit.tx
    .select({ n: count() })
    .from(apiTokens)
    .where(and(eq(apiTokens.userId, userId), gt(apiTokens.expiresAt, unit.now)));
  if ((held?.n ?? 0) >= TOKENS_MOST)
    throw new AppError(409, 'tokens.full', `There are ${TOKENS_MOST} tokens already. End one of them first.`);
  const [id, secret] = [uuidv7(), newApiToken()];
  const times = { createdAt: unit.now, issuedAt: unit.now, expiresAt: unit.now + days * DAY_MS };
  await unit.tx.insert(apiTokens).values({ id, hash: sha256(secret), userId, name, scopes, byId, ...times });
  await audit(unit, { actorId: byId, action: 'token.created', targetId: userId, data: { id, days } });
  return { id, secret };
}

/**
 * A token that acts as a machine: a person of its own without an address and a password. So what it did keeps its name when
 * whoever made it leaves, its rights come from a role as everybody's do, and it takes no tickets from the queue.
 */
export const createMachine = command(
  { needs: ['create', 'settings'], by: 'person' },
  async (unit, actor, input: NewToken & { role: string }): Promise<Made> => {
    if ((await requireRole(unit.tx, input.role)) !== 'staff')
      throw invalidFields({ role: 'Choose a role of the team.' });
    await requireMayGive(unit.tx, actor, input.role);
    return addMachine(unit, { ...input, byId: actor.id });
  },
);

/** `scopes: null` is all that the role allows. */
export async function addMachine(
  unit: Unit,
  {
    name,
    role,
    byId,
    days,
    scopes,
  }: Omit<NewToken, 'scopes'> & { scopes: Rights | null; role: string; byId: string | null },
) {
  const userId = uuidv7();
  const apart = { machine: true, capacity: 0, availability: 'away' as const };
  await unit.tx.insert(users).values({ id: userId, name, role, ...apart, createdAt: unit.now });
  await audit(unit, { actorId: byId, action: 'machine.added', targetId: userId, data: { role } });
  const wanted = scopes ?? (await findActor(unit.tx, userId))?.rights ?? {};
  return addTokenFor(unit, { name, days, scopes: wanted, userId, byId });
}

export interface Edit {
  id: string;
  name?: string | undefined;
  scopes?: Rights | undefined;
}

export const editOwnToken = command({ needs: 'signed-in', by: 'person' }, async (unit, actor, input: Edit) =>
  edit(unit, { actor, token: await requireOwn(unit, actor, input.id), input }),
);
export const editMachine = command({ needs: ['update', 'settings'], by: 'person' }, async (unit, actor, input: Edit) =>
  edit(unit, { actor, token: await requireMachine(unit, actor, input.id), input }),
);

async function edit(unit: Unit, { actor, token, input }: { actor: Actor; token: ApiToken; input: Edit }) {
  const { name = token.name, scopes = token.scopes } = input;
  if (input.scopes) {
    const owner = await findActor(unit.tx, token.owner.id);
    if (!owner) throw notFound();
    requireWithin(scopes, owner);
    if (!holdsAll(actor, scopes)) throw mayDoMore();
  }
  const sameScopes = JSON.stringify(scopes) === JSON.stringify(token.scopes);
  if (name === token.name && sameScopes) return;
  await unit.tx.update(apiTokens).set({ name, scopes }).where(eq(apiTokens.id, token.id));
  if (token.isMachine && name !== token.name)
    await unit.tx.update(users).set({ name }).where(eq(users.id, token.owner.id));
  // A socket stays in the rooms that it joined.
  if (!sameScopes) closeSockets(unit, [token], 'restart');
  await audit(unit, { actorId: actor.id, action: 'token.edited', targetId: token.owner.id, data: { id: token.id } });
}

export interface Rotate {
  id: string;
  overlapHours: number;
}

export const rotateOwnToken = command({ needs: 'signed-in', by: 'person' }, async (unit, actor, input: Rotate) =>
  rotate(unit, { actor, token: await requireOwn(unit, actor, input.id), hours: input.overlapHours }),
);
export const rotateMachine = command(
  { needs: ['update', 'settings'], by: 'person' },
  async (unit, actor, input: Rotate) =>
    rotate(unit, { actor, token: await requireMachine(unit, actor, input.id), hours: input.overlapHours }),
);

/** A new secret with as long a life as the old one had. A secret from the rotation before this one ends now. */
async function rotate(unit: Unit, { actor, token, hours }: { actor: Actor; token: ApiToken; hours: number }) {
  const [row] = await unit.tx.select().from(apiTokens).where(eq(apiTokens.id, token.id));
  if (!row) throw notFound();
  const secret = newApiToken();
  const previousUntil = Math.min(row.expiresAt, unit.now + hours * HOUR_MS);
  const overlaps = previousUntil > unit.now;
  await unit.tx
    .update(apiTokens)
    .set({
      hash: sha256(secret),
      previousHash: overlaps ? row.hash : null,
      previousUntil: overlaps ? previousUntil : null,
      issuedAt: unit.now,
      expiresAt: unit.now + (row.expiresAt - row.issuedAt),
    })
    .where(eq(apiTokens.id, token.id));
  // Whoever connected with a secret that works comes back at once.
  closeSockets(unit, [token], 'restart');
  await audit(unit, {
    actorId: actor.id,
    action: 'token.rotated',
    targetId: token.owner.id,
    data: { id: token.id, hours },
  });
  return secret;
}

export const endOwnPrevious = command({ needs: 'signed-in', by: 'person' }, async (unit, actor, id: string) =>
  endPrevious(unit, actor, await requireOwn(unit, actor, id)),
);
export const endMachinePrevious = command(
  { needs: ['update', 'settings'], by: 'person' },
  async (unit, actor, id: string) => endPrevious(unit, actor, await requireMachine(unit, actor, id)),
);

async function endPrevious(unit: Unit, actor: Actor, token: ApiToken) {
  if (token.previousUntil === null) return;
  await unit.tx.update(apiTokens).set({ previousHash: null, previousUntil: null }).where(eq(apiTokens.id, token.id));
  closeSockets(unit, [token], 'restart');
  await audit(unit, {
    actorId: actor.id,
    action: 'token.previous_ended',
    targetId: token.owner.id,
    data: { id: token.id },
  });
}

export const endOwnToken = command({ needs: 'signed-in', by: 'person' }, async (unit, actor, id: string) =>
  end(unit, actor.id, await requireOwn(unit, actor, id)),
);

/** Ends a token of anybody. It takes nothing from whoever ends it, so it needs none of the token's own rights. */
export const endToken = command({ needs: ['delete', 'settings'] }, async (unit, actor, id: string) => {
  const token = await findToken(unit.tx, { id });
  if (!token) throw notFound();
  await end(unit, actor.id, token);
});

export async function end(unit: Unit, byId: string | null, token: Pick<ApiToken, 'id' | 'owner' | 'isMachine'>) {
  await unit.tx.delete(apiTokens).where(eq(apiTokens.id, token.id));
  // What the machine wrote keeps its name.
  if (token.isMachine) await unit.tx.update(users).set({ active: false }).where(eq(users.id, token.owner.id));
  closeSockets(unit, [token], 'ended');
  await audit(unit, { actorId: byId, action: 'token.ended', targetId: token.owner.id, data: { id: token.id } });
}

async function requireOwn(unit: Unit, actor: Actor, id: string) {
  const token = await findToken(unit.tx, { id, userId: actor.id });
  if (!token) throw notFound();
  return token;
}

/** Whoever gets a secret of the machine can do all that it may. */
async function requireMachine(unit: Unit, actor: Actor, id: string) {
  const token = await findToken(unit.tx, { id });
  if (!token) throw notFound();
  if (!token.isMachine) throw forbidden('This token belongs to a person. You can end it, and not change it.');
  const machine = await findActor(unit.tx, token.owner.id);
  if (machine && !holdsAll(actor, narrowed(machine.rights, token.scopes))) throw mayDoMore();
  return token;
}

const mayDoMore = () => forbidden('This token may do more than you.');

/** A scope beyond the role is refused, and not dropped: its program would fail later, and far from here. */
function requireWithin(scopes: Rights, owner: Pick<Actor, 'rights'>) {
  const beyond = AREAS.flatMap((area) =>
    ACTIONS.filter((action) => scopes[area]?.includes(action) && !can(owner, action, area)).map(
      (action) => [`scopes.${area}`, `The role does not allow to ${action} this.`] as const,
    ),
  );
  if (beyond.length > 0) throw invalidFields(Object.fromEntries(beyond));
}

/** Kept for a while, so that its program learns that it expired, and its owner sees when it was used last. */
const EXPIRED_KEPT_MS = 30 * DAY_MS;

export async function forgetExpiredTokens(unit: Unit): Promise<void> {
  const gone = await unit.tx
    .delete(apiTokens)
    .where(lte(apiTokens.expiresAt, unit.now - EXPIRED_KEPT_MS))
    .returning({ userId: apiTokens.userId });
  const owners = gone.map(({ userId }) => userId);
  if (owners.length > 0)
    await unit.tx
      .update(users)
      .set({ active: false })
      .where(and(inArray(users.id, owners), eq(users.machine, true)));
}

/** Who a visitor is, as the server of their site signed it. */
import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import { usedTokens, visitors } from '../../db/schema/widget.ts';
import { users } from '../../db/schema/people.ts';
import { audit } from '../audit/commands.ts';
import { endSession, endSessions, type NewSession, type Session, startSession } from '../auth/sessions.ts';
import type { Unit } from '../commit.ts';
import { AppError, blocked, notFound } from '../errors.ts';
import { email, name } from '../people/contract.ts';
import type { Actor } from '../auth/actor.ts';
import { findActor } from '../auth/policy.ts';
import { addVisitor } from './commands.ts';
import { type Visit, visit } from './contract.ts';
import { changeCustomer, mergeVisitor } from './customer.ts';
import { type IdentityClaims, judgeIdentity, TOKEN_LEEWAY_SECONDS, tokenHash } from './identity-token.ts';
import { findSiteByKey, type StoredSite } from '../sites/queries.ts';
import { findVisitor, findVisitorBySub, type StoredVisitor, withFields } from './queries.ts';

/** Less could be guessed from one token. Ours are longer; one that somebody put there by hand may not be. */
const SECRET_MIN_BYTES = 32;

interface Identify {
  site: string;
  token: string;
  /** The visitor that the bearer of this request is of, if it has one. */
  before: { actor: Actor; session: Session } | null;
  visit: Visit;
  device: string;
  address: string;
}

interface IdentifyOutcome {
  userId: string;
  /** Null: the one that they have is good. */
  token: string | null;
  /** Tickets that came along. */
  joined: number;
}

/** Also before there is a unit, so that what is forged costs no transaction. Throws what is wrong with it. */
export async function requireClaims(
  db: Unit['tx'],
  { site: key, token, now }: Pick<Identify, 'site' | 'token'> & { now: number },
) {
  const site = await findSiteByKey(db, key);
  if (!site) throw notFound();
  const secret = site.identitySecret;
  if (!secret || Buffer.byteLength(secret) < SECRET_MIN_BYTES)
    throw new AppError(409, 'identity.off', 'This site has no secret to sign with. An admin creates one under Widget.');
  const { claims, checks } = judgeIdentity(token, { key, secret, now });
  if (!claims)
    throw new AppError(
      422,
      'identity.refused',
      'This token does not identify the user. The token checker under Widget says why.',
      {
        details: { check: checks.find(({ ok }) => !ok)?.check },
      },
    );
  return { site, claims };
}

/**
 * Everything or nothing: the token is spent, who it names is found or made, what they wrote before they were known comes
 * along, and they have a session. A visitor who was known as somebody else brings nothing: that is another person at the
 * same browser. Sessions that end here end with `restart`: an `ended` would overtake the answer with the new token, and
 * the widget would begin as somebody else.
 */
export async function identify(unit: Unit, { before, ...input }: Identify): Promise<IdentifyOutcome> {
  const outcome = await become(unit, { before, ...input });
  unit.tell({ kind: 'visitor', userId: outcome.userId });
  return outcome;
}

async function become(unit: Unit, { before, ...input }: Identify): Promise<IdentifyOutcome> {
  const { site, claims } = await requireClaims(unit.tx, { ...input, now: unit.now });
  await spend(unit, site, claims);
  const known = await findVisitorBySub(unit.tx, { siteId: site.id, externalId: claims.sub });
  if (known && !known.active) throw blocked();
  const said = saidIn(claims, input);
  const session: Omit<NewSession, 'userId'> = { kind: 'visitor', device: input.device, address: input.address };
  const own = before && (await findVisitor(unit.tx, before.actor.id));
  // A bearer of another site is nothing here, and stays what it is.
  const here = before && own?.active && own.siteId === site.id ? { ...own, session: before.session } : null;

  if (known && here?.userId === known.userId) {
    await learn(unit, known, said);
    return { userId: known.userId, token: null, joined: 0 };
  }
  if (here?.externalId === null) {
    const { userId, joined } = await becomeKnown(unit, { from: here, known, site, claims, said });
    await endSessions(unit, { userId: here.userId, reason: 'restart' });
    return { userId, token: await startSession(unit, { ...session, userId }), joined };
  }
  const userId = known?.userId ?? (await addVisitor(unit, { site, ...said, externalId: claims.sub }));
  if (known) await learn(unit, known, said);
  if (here) await endSession(unit, here.session, 'restart');
  return { userId, token: await startSession(unit, { ...session, userId }), joined: 0 };
}

/** Each counts once, also of two at one moment. */
async function spend({ tx }: Unit, site: StoredSite, claims: IdentityClaims) {
  const expiresAt = (claims.exp + TOKEN_LEEWAY_SECONDS) * 1000;
  const spent = await tx
    .insert(usedTokens)
    .values({ hash: tokenHash(site.id, claims), expiresAt })
    .onConflictDoNothing()
    .returning({ hash: usedTokens.hash });
  if (spent.length === 0)
    throw new AppError(409, 'identity.used', 'This token was used before. Sign a new one for every page.');
}

interface Said {
  name: string | undefined;
  email: string | undefined;
  device: string;
  visit: Visit;
}

/** What is not usable of it is left out: a name that is too long must not keep anybody from being known. */
function saidIn(claims: IdentityClaims, { device, visit: now }: Identify | Omit<Identify, 'before'>): Said {
  const usable = <S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> | undefined => {
    const result = v.safeParse(schema, value);
    return result.success ? result.output : undefined;
  };
  const fields = withFields(now.fields, usable(visit.fields, claims.fields));
  return { name: usable(name, claims.name), email: usable(email, claims.email), device, visit: { ...now, fields } };
}

interface Become {
  from: StoredVisitor;
  known: StoredVisitor | null;
  site: StoredSite;
  claims: IdentityClaims;
  said: Said;
}

async function becomeKnown(unit: Unit, { from, known, site, claims, said }: Become) {
  if (known) {
    // What they said while nobody knew them fills what is not known.
    const email = said.email ?? (known.email === null ? (from.email ?? undefined) : undefined);
    await learn(unit, { ...known, fields: withFields(from.fields, known.fields) }, { ...said, email });
    const to = await requireActor(unit, known.userId);
    const joined = await mergeVisitor(unit, { from: from.userId, to });
    const data = { from: from.userId, joined };
    await audit(unit, { actorId: to.id, action: 'visitor.joined', targetId: to.id, data });
    return { userId: to.id, joined };
  }
  const { userId } = from;
  await unit.tx.update(visitors).set({ externalId: claims.sub }).where(eq(visitors.userId, userId));
  // Told once, with what else is new.
  await learn(unit, from, { ...said, name: undefined });
  if (said.name) await unit.tx.update(users).set({ name: said.name }).where(eq(users.id, userId));
  const customer = await requireActor(unit, userId);
  const joined = await changeCustomer(unit, { customer, was: userId, verified: true });
  await audit(unit, { actorId: userId, action: 'visitor.known', targetId: userId, data: { site: site.id } });
  return { userId, joined: joined.length };
}

/** What the site and the browser say of somebody who is known already. */
async function learn(unit: Unit, known: StoredVisitor, said: Said) {
  const { userId, name: called } = known;
  const { email: address, device, visit: now } = said;
  const { fields, ...place } = now;
  await unit.tx
    .update(visitors)
    .set({
      ...place,
      fields: withFields(known.fields, fields),
      ...(address && { email: address }),
      device: device.slice(0, 300),
      seenAt: unit.now,
    })
    .where(eq(visitors.userId, userId));
  if (!said.name || said.name === called) return;
  await unit.tx.update(users).set({ name: said.name }).where(eq(users.id, userId));
  await changeCustomer(unit, { customer: await requireActor(unit, userId), was: userId, verified: true });
}

async function requireActor(unit: Unit, id: string): Promise<Actor> {
  const actor = await findActor(unit.tx, id);
  if (!actor) throw blocked();
  return actor;
}

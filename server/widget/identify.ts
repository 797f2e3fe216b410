/** Identifies a visitor by a token that the site's server signed. */
import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import { usedTokens, visitors } from '../../db/schema/widget.ts';
import { users } from '../../db/schema/people.ts';
import { audit } from '../audit/commands.ts';
import { endSession, endSessions, type NewSession, type Session, startSession } from '../auth/sessions.ts';
import type { Unit } from '../commit.ts';
import { AppError, blocked, notFound } from '../errors.ts';
import { keepEarlierName } from '../holds/earlier-names.ts';
import { email, name } from '../people/contract.ts';
import type { Actor } from '../auth/actor.ts';
import { findActor } from '../auth/policy.ts';
import { addVisitor } from './commands.ts';
import { type Visit, visit } from './contract.ts';
import { changeCustomer, mergeVisitor } from './customer.ts';
import { type IdentityClaims, judgeIdentity, TOKEN_LEEWAY_SECONDS, tokenHash } from './identity-token.ts';
import { findSiteByKey, type StoredSite } from '../sites/queries.ts';
import { findVisitor, findVisitorBySub, type StoredVisitor, withFields } from './queries.ts';

/** A shorter secret could be guessed from one token. Generated secrets are longer; one inserted by hand may not be. */
const SECRET_MIN_BYTES = 32;

interface Identify {
  site: string;
  token: string;
  /** The visitor of the request's bearer token, if any. */
  before: { actor: Actor; session: Session } | null;
  visit: Visit;
  device: string;
  address: string;
}

interface IdentifyOutcome {
  userId: string;
  /** Null if the current token stays valid. */
  token: string | null;
  /** The number of tickets that move; a job moves those beyond `TICKETS_MOST`. */
  joined: number;
}

/** Also called before the unit, so that a forged token costs no transaction. Throws the reason of a refusal. */
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
 * In one transaction: uses up the token, finds or creates its visitor, moves the tickets of an anonymous visitor, and starts
 * a session. A visitor who was identified as another person moves nothing, because that is another person at the same
 * browser. Old sessions end with `restart`: `ended` could arrive before the new token and make the widget start anew.
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
  // A bearer of another site is ignored and stays valid there.
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

/** Accepts each token once, also with two simultaneous requests. */
async function spend({ tx }: Unit, site: StoredSite, claims: IdentityClaims) {
  const expiresAt = (claims.exp + TOKEN_LEEWAY_SECONDS) * 1000;
  const spent = await tx
    .insert(usedTokens)
    .values({ hash: tokenHash(site.id, claims), expiresAt })
    .onConflictDoNothing()
    .returning({ hash: usedTokens.hash });
  if (spent.length === 0)
    throw new AppError(409, 'identity.used', 'This token was used before. Sign a new one for every call of identify.');
}

interface Said {
  name: string | undefined;
  email: string | undefined;
  device: string;
  visit: Visit;
}

/** Drops invalid claims: a name that is too long must not prevent the identification. */
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
    // Keeps the address that they typed as an anonymous visitor, if the token has none.
    const email = said.email ?? (known.email === null ? (from.email ?? undefined) : undefined);
    await learn(unit, { ...known, fields: withFields(from.fields, known.fields) }, { ...said, email });
    const to = await requireActor(unit, known.userId);
    const was = { id: from.userId, name: from.name, email: from.email };
    await keepEarlierName(unit, was, { id: to.id, name: to.name, email: known.email });
    const joined = await mergeVisitor(unit, { from: from.userId, to });
    const data = { from: from.userId, joined };
    await audit(unit, { actorId: to.id, action: 'visitor.joined', targetId: to.id, data });
    return { userId: to.id, joined };
  }
  const { userId } = from;
  await unit.tx.update(visitors).set({ externalId: claims.sub }).where(eq(visitors.userId, userId));
  // Once, together with the other changes.
  await learn(unit, from, { ...said, name: undefined });
  await keepEarlierName(unit, { id: userId, name: from.name, email: from.email }, { name: said.name });
  if (said.name) await unit.tx.update(users).set({ name: said.name }).where(eq(users.id, userId));
  const customer = await requireActor(unit, userId);
  const joined = await changeCustomer(unit, { customer, was: userId, verified: true });
  await audit(unit, { actorId: userId, action: 'visitor.known', targetId: userId, data: { site: site.id } });
  return { userId, joined };
}

/** Updates a known visitor with data from the token and the browser. */
async function learn(unit: Unit, known: StoredVisitor, said: Said) {
  const { userId, name: called } = known;
  const { email: address, device, visit: now } = said;
  const { fields, ...place } = now;
  await keepEarlierName(unit, { id: userId, name: called, email: known.email }, { name: said.name, email: address });
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

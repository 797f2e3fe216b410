/** What belongs to the person alone. Columns are named one by one: a hash or a secret is not among them. */
import { and, asc, eq, ne } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { drafts } from '../../db/schema/messages.ts';
import { knownDevices, roles, users } from '../../db/schema/people.ts';
import { tickets } from '../../db/schema/tickets.ts';
import { visitors, sites } from '../../db/schema/widget.ts';
import { notFound } from '../errors.ts';
import { identitiesOf } from '../oidc/queries.ts';
import { passkeysOf } from '../passkeys/queries.ts';
import { secondStepSince } from '../second-step/queries.ts';
import { sessionsFor } from '../sessions/queries.ts';
import { teamsIn, tokensIn } from './kept.ts';

export async function personIn(db: Db, id: string) {
  const { email, name, role, active, verified, locale, timeZone, createdAt, lastSeenAt } = users;
  const shown = { email, name, role, kind: roles.kind, active, verified, locale, timeZone, createdAt, lastSeenAt };
  const [row] = await db
    .select({ id: users.id, ...shown })
    .from(users)
    .innerJoin(roles, eq(roles.code, users.role))
    .where(eq(users.id, id));
  if (!row) throw notFound();
  const passkeys = (await passkeysOf(db, id)).map(({ id: _id, ...passkey }) => passkey);
  return {
    ...row,
    secondStepSince: await secondStepSince(db, id),
    passkeys,
    identities: await identitiesOf(db, id),
    apiTokens: await tokensIn(db, id),
    teams: await teamsIn(db, id),
  };
}

/** The key of the file. */
export async function pictureIn(db: Db, id: string) {
  const [row] = await db.select({ key: users.picture }).from(users).where(eq(users.id, id));
  return row?.key ?? null;
}

export async function sessionsIn(db: Db, userId: string, now: number) {
  const sessions = await sessionsFor(db, { userId, now, current: null });
  const { device, network, usedAt } = knownDevices;
  const devices = await db
    .select({ device, network, usedAt })
    .from(knownDevices)
    .where(eq(knownDevices.userId, userId));
  return { sessions: sessions.map(({ isCurrent: _current, ...session }) => session), devices };
}

/** The data that the widget stored about the person; null for everybody who never used the widget. */
export async function visitsIn(db: Db, userId: string) {
  const { externalId, email, language, timeZone, device, page, pageTitle, referrer, fields, seenAt, blockedAt } =
    visitors;
  const shown = { externalId, email, language, timeZone, device, page, pageTitle, referrer, fields, seenAt, blockedAt };
  const [row] = await db
    .select({ site: sites.name, ...shown })
    .from(visitors)
    .leftJoin(sites, eq(sites.id, visitors.siteId))
    .where(eq(visitors.userId, userId));
  return row ?? null;
}

/** At most one for each ticket that they have open. */
export async function* draftsOf(db: Db, { userId, notes }: { userId: string; notes: boolean }) {
  yield await db
    .select({ ticket: tickets.number, kind: drafts.kind, body: drafts.body, at: drafts.version })
    .from(drafts)
    .innerJoin(tickets, eq(tickets.id, drafts.ticketId))
    .where(and(eq(drafts.userId, userId), notes ? undefined : ne(drafts.kind, 'note')))
    .orderBy(asc(tickets.number), asc(drafts.kind));
}

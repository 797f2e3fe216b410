/** OpenID Connect Back-Channel Logout 1.0: the provider tells that somebody signed out there. */
import { and, eq } from 'drizzle-orm';
import { Hono } from 'hono';
import * as v from 'valibot';
import { sha256 } from '../../db/ids.ts';
import { oidcSessions } from '../../db/schema/oidc.ts';
import { usedTokens } from '../../db/schema/widget.ts';
import { audit } from '../audit/commands.ts';
import { endSessionsAmong } from '../auth/sessions.ts';
import type { Unit } from '../commit.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import type { SignedOut } from './client.ts';
import { logoutForm } from './contract.ts';
import { OidcProblem } from './problem.ts';
import { findIdentity, readProvider } from './queries.ts';
import { registrationOf } from './sealed.ts';
import { endArrivals } from './sessions.ts';

/** Longer than a token is accepted, with the clocks apart. */
const REMEMBERED_MS = 15 * 60_000;

const refused = () => new AppError(400, 'oidc.logout_refused', 'This logout token is not valid here.');

/** At `/api/auth`. */
export const oidcLogoutRoutes = ({ guard: { open }, db, commit, secrets, oidc }: Deps) =>
  new Hono<AppEnv>().post(
    '/oidc/logout',
    open({
      needs: 'anyone',
      limit: 'read',
      summary: 'Back-channel logout: the OpenID provider tells that a person signed out there',
      answers: v.object({}),
      fields: logoutForm,
    }),
    async (c) => {
      const form = v.safeParse(logoutForm, { logout_token: (await c.req.parseBody())['logout_token'] });
      const provider = await readProvider(db.reader);
      if (!form.success || !provider) throw refused();
      const told = await oidc
        .signedOutBy(registrationOf(provider, secrets), form.output.logout_token)
        .catch((error: unknown) => {
          if (error instanceof OidcProblem) throw new AppError(503, 'oidc.down', 'The provider’s keys cannot be read.');
          throw error;
        });
      if (!told || !(await commit((unit) => signOut(unit, told)))) throw refused();
      // Some providers take no 204 for an answer.
      return c.json({});
    },
  );

/** False if this token came before. */
async function signOut(unit: Unit, { issuer, subject, sid, jti }: SignedOut): Promise<boolean> {
  const { tx, now } = unit;
  const hash = sha256(`oidc logout ${issuer} ${jti}`);
  const isNew = await tx
    .insert(usedTokens)
    .values({ hash, expiresAt: now + REMEMBERED_MS })
    .onConflictDoNothing()
    .returning({ hash: usedTokens.hash });
  if (isNew.length === 0) return false;
  const ended = await tx
    .select()
    .from(oidcSessions)
    .where(and(eq(oidcSessions.issuer, issuer), subject === null ? undefined : eq(oidcSessions.subject, subject)));
  // A session of which the provider told no sid ends with its person.
  const isOver = (one: { sid: string | null }) =>
    sid === null || one.sid === sid || (one.sid === null && subject !== null);
  const over = ended.filter(isOver);
  await endArrivals(
    unit,
    (one) => one.issuer === issuer && (subject === null || one.subject === subject) && isOver(one),
  );
  const count = await endSessionsAmong(
    unit,
    over.map(({ sessionId }) => sessionId),
  );
  const [first] = over;
  const identity = first && (await findIdentity(tx, first));
  if (count > 0)
    await audit(unit, {
      ...{ actorId: null, action: 'oidc.signed_out', data: { count } },
      ...(identity && { targetId: identity.userId }),
    });
  return true;
}

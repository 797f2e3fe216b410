import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { audit } from '../audit/commands.ts';
import { clientAddress, prefixOf } from '../http/address.ts';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { meOf } from '../people/queries.ts';
import { mayUsePassword, requirePasswords } from '../sign-in/passwords-off.ts';
import { findByEmail } from './commands.ts';
import type { Login } from './contract.ts';
import { isPassword } from './passwords.ts';
import { findActor } from './policy.ts';
import { cookieName } from './credential.ts';
import { askSecondStep, type Proved, wrongSignIn } from './second-proof.ts';
import { endSession } from './sessions.ts';

/** Absolute lifetimes; the server enforces the idle ones. */
const COOKIE_LIFE_S = { staff: 7 * 86_400, customer: 90 * 86_400 };

/**
 * Checks who somebody is. Both sign-ins ask here, the browser's (`/login`) and the program's (`/token`), so that whatever a
 * person must prove is asked by both, within the same limits. Throws 401 `second_step` if the password is not enough:
 * `createSecondProof` goes on from there.
 */
export function createProof({ db, commit, limits, config }: Pick<Deps, 'db' | 'commit' | 'limits' | 'config'>) {
  return async <E extends AppEnv>(c: Context<E>, { email, password }: Login): Promise<Proved> => {
    const prefix = prefixOf(clientAddress(c.env.incoming, config.proxyHops));
    const account = `${email} ${prefix}`;
    // Spent before the password is checked, and refunded if it is right: of a hundred simultaneous guesses five are checked.
    await limits.spend('sign_in', account);
    await limits.spend('sign_in_address', prefix);
    const user = await findByEmail(db.reader, email);
    const right = await isPassword(user?.passwordHash ?? null, password);
    if (!right || !user?.active) {
      // Only within the limit, so that nobody can flood the audit log.
      if (user) await commit((unit) => audit(unit, { actorId: null, action: 'session.refused', targetId: user.id }));
      throw wrongSignIn();
    }
    await limits.forget('sign_in', account);
    await limits.refund('sign_in_address', prefix);
    // Told only to those who know the password: nobody else learns who is of the team.
    await requirePasswords(db.reader, user.kind);
    await askSecondStep({ db, commit }, user.id);
    return {
      userId: user.id,
      stillTrue: async (at) =>
        (await findByEmail(at, email))?.passwordHash === user.passwordHash && (await mayUsePassword(at, user.kind)),
    };
  };
}

/**
 * Starts a session for a person who has proved everything, and sets its cookie. `stillTrue` checks again after the session exists, in
 * case the password changed while the old one was being checked. With `arrival` the session ends with the one at the provider.
 */
export function createSignIn({ db, commit, sessions, config }: Pick<Deps, 'db' | 'commit' | 'sessions' | 'config'>) {
  return async <E extends AppEnv>(
    c: Context<E>,
    userId: string,
    { stillTrue, arrival }: Partial<Pick<Proved, 'stillTrue' | 'arrival'>> = {},
  ) => {
    const actor = await findActor(db.reader, userId);
    if (!actor) throw wrongSignIn();
    const { secret, session } = await sessions.create({
      userId,
      kind: actor.kind,
      device: c.req.header('user-agent') ?? '',
      address: clientAddress(c.env.incoming, config.proxyHops),
      ...(arrival && { arrival }),
    });
    if (stillTrue && !(await stillTrue(db.reader))) {
      await commit((unit) => endSession(unit, session));
      throw wrongSignIn();
    }
    await endReplaced(c);
    setCookie(c, cookieName(config.secure), secret, {
      path: '/',
      httpOnly: true,
      sameSite: 'Lax',
      secure: config.secure,
      maxAge: COOKIE_LIFE_S[actor.kind],
    });
    return meOf(db.reader, actor);
  };

  /** Ends the browser's previous session, because no cookie could sign it out any more. */
  async function endReplaced<E extends AppEnv>(c: Context<E>) {
    const secret = c.var.cookiesCount ? getCookie(c, cookieName(config.secure)) : undefined;
    const before = secret ? await sessions.validate(secret) : null;
    if (before) await commit((unit) => endSession(unit, before));
  }
}

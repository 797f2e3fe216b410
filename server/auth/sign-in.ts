import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { clientAddress } from '../http/address.ts';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { meOf } from '../people/queries.ts';
import { findActor } from './policy.ts';
import { cookieName } from './credential.ts';
import { endSession } from './sessions.ts';

/** Absolute lifetimes; the server enforces the idle ones. */
const COOKIE_LIFE_S = { staff: 7 * 86_400, customer: 90 * 86_400 };

/** The same error for an unknown address, a wrong password and a deactivated account. */
export const wrongSignIn = () => new AppError(401, 'wrong_sign_in', 'The email or the password is wrong.');

/**
 * Starts a session for an authenticated person and sets its cookie. `stillTrue` checks again after the session exists, in
 * case the password changed while the old one was being checked.
 */
export function createSignIn({ db, commit, sessions, config }: Pick<Deps, 'db' | 'commit' | 'sessions' | 'config'>) {
  return async <E extends AppEnv>(c: Context<E>, userId: string, stillTrue = async () => true) => {
    const actor = await findActor(db.reader, userId);
    if (!actor) throw wrongSignIn();
    const { secret, session } = await sessions.create({
      userId,
      kind: actor.kind,
      device: c.req.header('user-agent') ?? '',
      address: clientAddress(c.env.incoming, config.proxyHops),
    });
    if (!(await stillTrue())) {
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

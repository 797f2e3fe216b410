/** The secret that ties a browser to the states that it was sent away with. */
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { newSecret } from '../../db/ids.ts';
import type { Config } from '../config.ts';
import type { AppEnv } from '../http/env.ts';
import { FLOW_MINUTES } from './flows.ts';

const cookieName = (secure: boolean) => (secure ? '__Host-oidc' : 'oidc');

export const browserOf = <E extends AppEnv>(c: Context<E>, { secure }: Pick<Config, 'secure'>): string =>
  getCookie(c, cookieName(secure)) ?? '';

/** Keeps the secret of another tab that is on its way too. `Lax`: the answer comes by a link from the provider's site. */
export function markBrowser<E extends AppEnv>(c: Context<E>, config: Pick<Config, 'secure'>): string {
  const before = browserOf(c, config);
  const browser = /^[\w-]{43}$/u.test(before) ? before : newSecret();
  setCookie(c, cookieName(config.secure), browser, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: config.secure,
    maxAge: FLOW_MINUTES * 60,
  });
  return browser;
}

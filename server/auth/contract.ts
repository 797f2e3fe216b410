import * as v from 'valibot';
import { email, name, newPassword } from '../people/contract.ts';
import { visit } from '../widget/contract.ts';

/**
 * What a session is of: a cookie of the team's, a cookie of a customer who has an account, or the bearer token of a
 * visitor of the widget, who is a customer without one. None is taken for another.
 */
export const SESSION_KINDS = ['staff', 'customer', 'visitor'] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];

/** A password as somebody types it: any text, so that a wrong one is 401 and not 422. */
const typedPassword = v.pipe(v.string(), v.maxLength(1024, 'This password is too long.'));

/** What their browser says of itself goes along, so that the team sees what time it is where they are. */
export const register = v.strictObject({
  ...{ name, email, password: newPassword },
  locale: visit.language,
  timeZone: visit.timeZone,
});
export const login = v.strictObject({ email, password: typedPassword });
export const changePassword = v.strictObject({ current: typedPassword, next: newPassword });
/** The first admin, with the one-time secret from the log. */
export const setUp = v.strictObject({
  secret: v.pipe(v.string(), v.maxLength(100)),
  name,
  email,
  password: newPassword,
});

import * as v from 'valibot';
import { email, name, newPassword } from '../people/contract.ts';
import { visit } from '../widget/contract.ts';

/**
 * The kinds of sessions: a staff cookie, a customer cookie, or the bearer token of a widget visitor, who is a customer
 * without an account. No kind is accepted in place of another.
 */
export const SESSION_KINDS = ['staff', 'customer', 'visitor'] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];

/** A typed password can be any text, so that a wrong one is 401 and not 422. */
const typedPassword = v.pipe(v.string(), v.maxLength(1024, 'This password is too long.'));

/** Includes the browser's locale and time zone, so that staff see the customer's local time. */
export const register = v.strictObject({
  ...{ name, email, password: newPassword },
  locale: visit.language,
  timeZone: visit.timeZone,
});
/** What a person proves, for a browser's sign-in and for a program's. */
export const login = v.strictObject({ email, password: typedPassword });
export type Login = v.InferOutput<typeof login>;
export const changePassword = v.strictObject({ current: typedPassword, next: newPassword });
/** Creates the first admin, with the one-time secret from the server's start message. */
export const setUp = v.strictObject({
  secret: v.pipe(v.string(), v.maxLength(100)),
  name,
  email,
  password: newPassword,
});
export const setUpState = v.object({ isNeeded: v.boolean() });

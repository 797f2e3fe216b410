import * as v from 'valibot';
import { email, name, newPassword } from '../people/contract.ts';

/** A password as somebody types it: any text, so that a wrong one is 401 and not 422. */
const typedPassword = v.pipe(v.string(), v.maxLength(1024, 'This password is too long.'));

export const register = v.strictObject({ name, email, password: newPassword });
export const login = v.strictObject({ email, password: typedPassword });
export const changePassword = v.strictObject({ current: typedPassword, next: newPassword });
/** The first admin, with the one-time secret from the log. */
export const setUp = v.strictObject({
  secret: v.pipe(v.string(), v.maxLength(100)),
  name,
  email,
  password: newPassword,
});

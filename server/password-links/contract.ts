import * as v from 'valibot';
import { newPassword } from '../people/contract.ts';
import { token } from '../invitations/contract.ts';

export const PASSWORD_LINK_HOURS = 24;

/** The secret follows the #, which browsers send to no server. */
export const passwordLinkOf = (publicUrl: string, secret: string) => `${publicUrl}/desk/password#${secret}`;

/** `link` is told only here, to who made it: the server keeps its hash. */
export const passwordLink = v.object({ link: v.string(), expiresAt: v.number() });

export const lookAtLink = v.strictObject({ token });
/** Whose password the link sets. */
export const whose = v.object({ name: v.string(), email: v.string() });
export const resetPassword = v.strictObject({ token, password: newPassword });

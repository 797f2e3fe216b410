import * as v from 'valibot';
import {
  ACTIONS,
  type Action,
  email,
  me,
  type menuItem,
  name,
  newPassword,
  person,
  roleKind,
  typedPassword,
} from '../people/contract.ts';
import { assertion } from '../passkeys/contract.ts';
import { visit } from '../widget/contract.ts';

/**
 * The kinds of sessions: a staff cookie, a customer cookie, or the bearer token of a widget visitor, who is a customer
 * without an account. No kind is accepted in place of another.
 */
export const SESSION_KINDS = ['staff', 'customer', 'visitor'] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];

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
/** How a signed-in person proves again who they are: `details.ways` of the error `recent_sign_in` says which they have. */
export const proof = v.pipe(
  v.strictObject({
    password: v.optional(typedPassword),
    code: v.optional(v.pipe(v.string(), v.maxLength(60, 'This code is too long.'))),
    passkey: v.optional(assertion),
  }),
  v.check(
    (given) => Object.values(given).filter((one) => one !== undefined).length === 1,
    'Send a password, a code, or what a passkey answered.',
  ),
);
export type ProofWay = 'password' | 'code' | 'passkey';
/** Creates the first admin, with the one-time secret from the server's start message. */
export const setUp = v.strictObject({
  secret: v.pipe(v.string(), v.maxLength(100)),
  name,
  email,
  password: newPassword,
});

/** The prefix of a secret says what it is, so that one look-up is enough and a leaked one is recognised. */
export const TOKEN_PREFIX = 'abk_';
export const ACCESS_PREFIX = 'aba_';
export const REFRESH_PREFIX = 'abr_';
export const ACCESS_MINUTES = 15;

/** An item of the navigation with the actions that the caller may take there, and the items under it. */
export interface MenuNode extends Omit<v.InferOutput<typeof menuItem>, 'parent' | 'area'> {
  rights: Action[];
  items: MenuNode[];
}
export const menuNode: v.GenericSchema<MenuNode> = v.object({
  code: v.string(),
  label: v.string(),
  href: v.string(),
  icon: v.nullable(v.string()),
  section: v.nullable(v.string()),
  rights: v.array(v.picklist(ACTIONS)),
  items: v.array(v.lazy(() => menuNode)),
});

/** The secrets of a program's sign-in. `token` is sent with each request, `refreshToken` once, for the next pair. */
const pair = {
  token: v.string(),
  tokenType: v.literal('Bearer'),
  expiresAt: v.number(),
  sessionMinutes: v.number(),
  refreshToken: v.string(),
  refreshExpiresAt: v.number(),
};
export const programSession = v.object({
  ...pair,
  user: v.omit(me, ['menu', 'rights']),
  role: v.object({ code: v.string(), name: v.string(), kind: roleKind }),
  rights: me.entries.rights,
  menu: v.array(menuNode),
});
/** `expiresAt` is null for a cookie, which lasts as long as it is used. */
export const verified = v.object({
  sessionId: v.string(),
  expiresAt: v.nullable(v.number()),
  user: person,
  role: v.string(),
  rights: me.entries.rights,
});
export const refresh = v.strictObject({ refreshToken: v.pipe(v.string(), v.maxLength(100)) });

export const setUpState = v.object({ isNeeded: v.boolean() });

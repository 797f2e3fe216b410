/** Sign-in of the team through an OpenID provider. Customers sign in at the portal, and are not affected. */
import * as v from 'valibot';
import { line, uuid } from '../text/contract.ts';

/** Where the provider sends browsers back to, and where it tells of sign-outs. Both are given to the provider. */
export const CALLBACK_PATH = '/api/auth/oidc/callback';
export const LOGOUT_PATH = '/api/auth/oidc/logout';

const role = v.pipe(v.string(), v.maxLength(40));
const scope = v.pipe(v.string(), v.regex(/^[!#-[\]-~]{1,100}$/u, 'A scope is one word.'));
const groupRole = v.strictObject({ group: line(1, 200, 'Write a group'), role });

export const putProvider = v.strictObject({
  /** Whether its button stands on the sign-in page. A test works before that. */
  isOn: v.boolean(),
  issuer: v.pipe(v.string(), v.trim(), v.maxLength(500, 'This address is too long.')),
  clientId: line(1, 255, 'Write the client ID'),
  /** Left out, it stays as it is. Null for a client without a secret. */
  clientSecret: v.optional(v.nullable(v.pipe(v.string(), v.minLength(1, 'Write the secret.'), v.maxLength(500)))),
  /** The name on the button. */
  label: line(1, 40, 'Write the name on the button'),
  scopes: v.optional(v.pipe(v.array(scope), v.maxLength(20, 'Name at most 20 scopes.')), [
    'openid',
    'profile',
    'email',
  ]),
  /** The claim that holds the groups; `realm_access.roles` looks inside. */
  groupClaim: v.optional(line(1, 200, 'Write the name of a claim'), 'groups'),
  /** The first line that fits gives the role. Without lines, people keep the role that they have here. */
  roles: v.optional(v.pipe(v.array(groupRole), v.maxLength(100, 'Write at most 100 lines.')), []),
  /** The role of everybody else; null: they cannot come in. */
  otherwise: v.optional(v.nullable(role), null),
  /** No group gives more than this role. Who has more here keeps it. */
  ceiling: role,
  /** Whether people without an account get one at their first sign-in. */
  createsAccounts: v.optional(v.boolean(), false),
});
export type PutProvider = v.InferOutput<typeof putProvider>;

export const provider = v.object({
  isOn: v.boolean(),
  issuer: v.string(),
  clientId: v.string(),
  hasSecret: v.boolean(),
  label: v.string(),
  scopes: v.array(v.string()),
  groupClaim: v.string(),
  roles: v.array(v.object({ group: v.string(), role: v.string() })),
  otherwise: v.nullable(v.string()),
  ceiling: v.string(),
  createsAccounts: v.boolean(),
});
export type Provider = v.InferOutput<typeof provider>;

/** With the addresses that the provider needs. */
export const providerSettings = v.object({
  provider: v.nullable(provider),
  callbackUrl: v.string(),
  logoutUrl: v.string(),
});
export type ProviderSettings = v.InferOutput<typeof providerSettings>;

/** As it is stored: the secret is sealed by a key outside of the database. */
export const storedProvider = v.object({
  ...v.omit(provider, ['hasSecret']).entries,
  secret: v.nullable(v.string()),
});
export type StoredProvider = v.InferOutput<typeof storedProvider>;

export type FlowPurpose = 'sign_in' | 'test' | 'connect' | 'tested';

/** What a session keeps of its sign-in at the provider. `refresh` is sealed. */
export interface Arrival {
  issuer: string;
  subject: string;
  sid: string | null;
  refresh: string | null;
}

/**
 * What a sign-in connects when its second step is done. It waits for that: who knows only the password must not connect the
 * account to somebody at the provider.
 */
export interface WaitingConnection {
  /** The role of the groups; null: they have none. */
  role: string | null;
  /** SHA-256 of the secret of the browser that came from the provider. The owner of the account may type the code in no other. */
  browser: string;
}

/** Why a sign-in did not come to its end. The page at /desk/provider has the words. */
export const PROBLEMS = [
  'off',
  'down',
  'clock',
  'denied',
  'state_lost',
  'code_spent',
  'misconfigured',
  'refused',
  'deactivated',
  'mail_not_verified',
  'no_account',
  'invited',
  'no_role',
  'customer',
  'no_way',
  'taken',
  'other_identity',
] as const;
export type Problem = (typeof PROBLEMS)[number];

/** How a session notices that it ended at the provider: it is told, it asks, or it cannot. */
export const endings = v.picklist(['told', 'asks', 'never']);
export type Ending = v.InferOutput<typeof endings>;

const claim = v.object({ name: v.string(), said: v.string() });
/** What a test found. Nobody was signed in or changed. */
export const testReport = v.object({
  at: v.number(),
  problem: v.nullable(v.picklist(PROBLEMS)),
  /** Of a clock that is wrong: by how many minutes the provider's is ahead of ours. */
  minutes: v.nullable(v.number()),
  speaksPkce: v.boolean(),
  signedWith: v.nullable(v.object({ alg: v.string(), kid: v.nullable(v.string()) })),
  /** By how many seconds the provider's clock is ahead of ours. */
  aheadSeconds: v.nullable(v.number()),
  ending: v.nullable(endings),
  claims: v.array(claim),
  /** Each group with the role that it gives; null for one that gives nothing. */
  groups: v.array(v.object({ group: v.string(), role: v.nullable(v.string()) })),
  /** The account that this would sign in, and how it is found. */
  person: v.nullable(v.object({ name: v.string(), is: v.picklist(['connected', 'same_address', 'new']) })),
  role: v.nullable(v.object({ code: v.string(), name: v.string() })),
});
export type TestReport = v.InferOutput<typeof testReport>;

/** The address to go on to. */
export const goTo = v.object({ url: v.string() });
export const testId = v.strictObject({ id: v.pipe(v.string(), v.maxLength(100)) });

/** What stands on the sign-in page of the team. */
export const ways = v.object({ passwords: v.boolean(), provider: v.nullable(v.object({ label: v.string() })) });

const pending = v.pipe(v.string(), v.maxLength(100));
export const lookAtPending = v.strictObject({ pending });
/** Whose account is to be connected, and how they confirm that it is theirs. */
export const pendingConnection = v.object({
  name: v.string(),
  email: v.string(),
  label: v.string(),
  way: v.picklist(['password', 'code']),
});
export type PendingConnection = v.InferOutput<typeof pendingConnection>;
export const confirmConnection = v.strictObject({
  pending,
  password: v.optional(v.pipe(v.string(), v.maxLength(1024, 'This password is too long.'))),
  code: v.optional(v.pipe(v.string(), v.maxLength(60, 'This code is too long.'))),
});
export type ConfirmConnection = v.InferOutput<typeof confirmConnection>;

/** One's own connection to the provider. */
export const ownIdentity = v.object({
  /** Null while no provider is on. */
  label: v.nullable(v.string()),
  connectedAt: v.nullable(v.number()),
  usedAt: v.nullable(v.number()),
});
export type OwnIdentity = v.InferOutput<typeof ownIdentity>;

/** How the people of the team come in. */
export const waysOfPeople = v.object({
  people: v.number(),
  connected: v.number(),
  secondStep: v.number(),
  passkeys: v.number(),
  /** Who would have no way in without a password; at most 100. */
  passwordOnly: v.array(v.object({ id: uuid, name: v.string() })),
});
export type WaysOfPeople = v.InferOutput<typeof waysOfPeople>;

export const startQuery = v.strictObject({ to: v.optional(v.pipe(v.string(), v.maxLength(300))) });
/** What the provider adds to the address. Unknown parts of its own are ignored. */
export const logoutForm = v.strictObject({ logout_token: v.pipe(v.string(), v.maxLength(20_000)) });

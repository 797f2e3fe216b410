import * as v from 'valibot';
import { line } from '../text/contract.ts';

export const PASSKEYS_MOST = 20;

export const passkey = v.object({
  id: v.string(),
  name: v.string(),
  createdAt: v.number(),
  usedAt: v.nullable(v.number()),
});
export type Passkey = v.InferOutput<typeof passkey>;
export const passkeyList = v.object({ items: v.array(passkey) });

const base64url = (most: number) => v.pipe(v.string(), v.regex(/^[\w-]*$/u, 'Use base64url.'), v.maxLength(most));
const id = base64url(1400);

/** What `navigator.credentials.create` needs, each binary value in base64url. */
export const creation = v.object({
  challenge: v.string(),
  rp: v.object({ id: v.string(), name: v.string() }),
  user: v.object({ id: v.string(), name: v.string(), displayName: v.string() }),
  algorithms: v.array(v.number()),
  /** The passkeys that this person has already. */
  exclude: v.array(v.string()),
});
/** What `navigator.credentials.get` needs. No passkey is named: the device offers those that it has. */
export const request = v.object({ challenge: v.string(), rpId: v.string() });

/** What `navigator.credentials.create` answered. */
export const addPasskey = v.strictObject({
  id,
  clientDataJSON: base64url(8_000),
  attestationObject: base64url(16_000),
  transports: v.pipe(v.array(v.pipe(v.string(), v.maxLength(20))), v.maxLength(10)),
});
export type AddPasskey = v.InferOutput<typeof addPasskey>;

/** What `navigator.credentials.get` answered. */
export const assertion = v.strictObject({
  id,
  clientDataJSON: base64url(8_000),
  authenticatorData: base64url(8_000),
  signature: base64url(8_000),
  userHandle: base64url(200),
});
export type Assertion = v.InferOutput<typeof assertion>;

export const passkeyId = v.strictObject({ id });
export const renamePasskey = v.strictObject({ name: line(1, 60, 'Write a name') });

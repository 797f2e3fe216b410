import * as v from 'valibot';

/** The secret of a sign-in that waits for its second step. */
const pending = v.pipe(v.string(), v.maxLength(100));
/** Six digits of the app, or a recovery code; spaces and dashes do not count. */
const code = v.pipe(v.string(), v.maxLength(60, 'This code is too long.'));

export const secondStep = v.strictObject({ pending, code });
export type SecondStep = v.InferOutput<typeof secondStep>;
export const pendingOnly = v.strictObject({ pending });
export const confirm = v.strictObject({ code });

/** What an authenticator app needs. It is told only while the second step is being set up. */
export const enrolment = v.object({
  /** In base32, to be typed. */
  secret: v.string(),
  /** The same as an address, which apps on the same device open. */
  uri: v.string(),
  /** The same as a picture: the dark squares as an SVG path, in a field of `size` squares. */
  qr: v.object({ size: v.number(), path: v.string() }),
});
/** The codes are told only here. */
export const codes = v.object({ recoveryCodes: v.array(v.string()) });

/** One's own second step. */
export const ownSecondStep = v.object({
  isOn: v.boolean(),
  since: v.nullable(v.number()),
  recoveryCodesLeft: v.number(),
  /** The role needs it: it can be replaced, and not turned off. */
  isRequired: v.boolean(),
});
export type OwnSecondStep = v.InferOutput<typeof ownSecondStep>;

/** In the details of the error `second_step`. */
export const SECOND_WAYS = ['code', 'recovery_code', 'enrol'] as const;
export type SecondWay = (typeof SECOND_WAYS)[number];

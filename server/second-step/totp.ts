/** Codes of an authenticator app by RFC 6238, as every app makes them: SHA-1, six digits, thirty seconds. */
import { Secret, TOTP } from 'otpauth';

const STEP_MS = 30_000;
/** The clocks of phone and server may differ by one step. */
const SKEW_STEPS = 1;
/** So far a code of a wrong clock is recognised, to tell its owner by how much it is wrong. */
const FAR_STEPS = 20;

export const newTotpSecret = () => new Secret({ size: 20 }).base32;

interface Account {
  secret: string;
  /** Of the installation and of the person: apps list the code under both. */
  issuer: string;
  label: string;
}

/** The address in the QR code. */
export const totpUri = ({ secret, issuer, label }: Account) =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(secret) }).toString();

export type Found =
  | { is: 'right'; step: number }
  /** The code of another time: `minutes` is negative for a clock that is slow. */
  | { is: 'off'; minutes: number }
  | { is: 'wrong' };

export function readCode(secret: string, { code, now }: { code: string; now: number }): Found {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const steps =
    totp.validate({ token: code, timestamp: now, window: SKEW_STEPS }) ??
    totp.validate({ token: code, timestamp: now, window: FAR_STEPS });
  if (steps === null) return { is: 'wrong' };
  if (Math.abs(steps) <= SKEW_STEPS) return { is: 'right', step: Math.floor(now / STEP_MS) + steps };
  return { is: 'off', minutes: Math.sign(steps) * Math.max(1, Math.round((Math.abs(steps) * STEP_MS) / 60_000)) };
}

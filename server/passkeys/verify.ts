/** The only file that imports the library for passkeys: it checks signatures, nothing is stored here. */
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { Config } from '../config.ts';
import type { AddPasskey, Assertion } from './contract.ts';

/** EdDSA, ES256 and RS256: every authenticator has one of them. */
export const ALGORITHMS = [-8, -7, -257];

/** Passkeys belong to the host of PUBLIC_URL. */
export const rpIdOf = ({ publicUrl }: Pick<Config, 'publicUrl'>) => new URL(publicUrl).hostname;

interface Expected {
  challenge: string;
  config: Pick<Config, 'publicUrl' | 'origins'>;
}

/** The challenge that was signed; empty if the text is none of a browser. */
export function challengeIn(clientDataJSON: string): string {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString());
    return typeof data === 'object' && data && 'challenge' in data && typeof data.challenge === 'string'
      ? data.challenge
      : '';
  } catch {
    return '';
  }
}

const expectedOf = ({ challenge, config }: Expected) => ({
  expectedChallenge: challenge,
  expectedOrigin: [...config.origins],
  expectedRPID: rpIdOf(config),
  requireUserVerification: true,
});

/** The key of a new passkey; null if it is not what was asked for. */
export async function verifiedCreation({ id, transports, ...response }: AddPasskey, expected: Expected) {
  const checked = await verifyRegistrationResponse({
    response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response },
    supportedAlgorithmIDs: ALGORITHMS,
    ...expectedOf(expected),
  }).catch(() => null);
  if (!checked?.verified) return null;
  const { credential } = checked.registrationInfo;
  return {
    id: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports,
  };
}

interface Known {
  id: string;
  publicKey: string;
  counter: number;
}

/** The new counter; null if the signature is not of this passkey, for this page and this challenge. */
export async function verifiedAssertion({ id, ...response }: Assertion, known: Known, expected: Expected) {
  const checked = await verifyAuthenticationResponse({
    response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response },
    credential: {
      id: known.id,
      publicKey: new Uint8Array(Buffer.from(known.publicKey, 'base64url')),
      counter: known.counter,
    },
    ...expectedOf(expected),
  }).catch(() => null);
  return checked?.verified ? checked.authenticationInfo.newCounter : null;
}

/** What the browser does with passkeys. The server speaks base64url, the browser bytes. */
import { request } from '../request.ts';

export const hasPasskeys = () => typeof window.PublicKeyCredential === 'function';

/** The person closed the browser's own question, or has no passkey for this address. Nothing is wrong with that. */
export const wasCancelled = (error: unknown) =>
  error instanceof DOMException && ['NotAllowedError', 'AbortError'].includes(error.name);

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

const base64url = (buffer: ArrayBuffer | null) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer ?? new ArrayBuffer(0))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Creates a passkey on this device and adds it to the account. */
export async function addPasskey() {
  const { challenge, rp, user, algorithms, exclude } = await request('POST', '/me/passkeys/options', {});
  const created = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(challenge),
      rp,
      user: { ...user, id: bytes(user.id) },
      pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: exclude.map((id) => ({ type: 'public-key', id: bytes(id) })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
    },
  });
  if (!(created instanceof PublicKeyCredential) || !(created.response instanceof AuthenticatorAttestationResponse))
    throw new DOMException('No passkey was made.', 'NotAllowedError');
  const { response } = created;
  return request('POST', '/me/passkeys', {
    id: created.id,
    clientDataJSON: base64url(response.clientDataJSON),
    attestationObject: base64url(response.attestationObject),
    transports: response.getTransports(),
  });
}

/** Asks the device for a passkey of this address. */
export async function askPasskey() {
  const { challenge, rpId } = await request('POST', '/auth/passkey/options', {});
  const found = await navigator.credentials.get({
    publicKey: { challenge: bytes(challenge), rpId, userVerification: 'required' },
  });
  if (!(found instanceof PublicKeyCredential) || !(found.response instanceof AuthenticatorAssertionResponse))
    throw new DOMException('No passkey answered.', 'NotAllowedError');
  const { response } = found;
  return {
    id: found.id,
    clientDataJSON: base64url(response.clientDataJSON),
    authenticatorData: base64url(response.authenticatorData),
    signature: base64url(response.signature),
    userHandle: base64url(response.userHandle),
  };
}

import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { expect } from 'vitest';
import type { AddPasskey, Assertion } from '../../server/passkeys/contract.ts';
import type { Person } from './person.ts';

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();
const PRESENT = 0x01;
const VERIFIED = 0x04;
const WITH_KEY = 0x40;

/** How an attacker differs from an honest device. */
interface Lies {
  origin?: string;
  rpId?: string;
  type?: string;
  challenge?: string;
  flags?: number;
  counter?: number;
  userHandle?: string;
  key?: KeyObject;
}

/** An authenticator in software, with one passkey by ES256. */
export class SoftPasskey {
  readonly id = randomBytes(16).toString('base64url');
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #origin: string;
  #counter = 0;
  userHandle = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  get key(): KeyObject {
    return this.#keys.privateKey;
  }

  #clientData({ origin = this.#origin, type, challenge }: Lies): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #authData({ rpId = new URL(this.#origin).hostname, flags = PRESENT | VERIFIED, counter }: Lies): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter ?? (this.#counter += 1));
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count]);
  }

  /** What `navigator.credentials.create` would answer. */
  creates(challenge: string, lies: Lies = {}): AddPasskey {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const [px, py] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
    // COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
    const cose = Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), px, Buffer.from('225820', 'hex'), py]);
    const id = Buffer.from(this.id, 'base64url');
    const flags = (lies.flags ?? PRESENT | VERIFIED) | WITH_KEY;
    const length = Buffer.from([0, id.length]);
    const authData = Buffer.concat([this.#authData({ ...lies, flags }), Buffer.alloc(16), length, id, cose]);
    // CBOR: {fmt: "none", attStmt: {}, authData: …}
    const attestation = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
      Buffer.from([authData.length]),
      authData,
    ]);
    return {
      id: this.id,
      clientDataJSON: this.#clientData({ type: 'webauthn.create', challenge, ...lies }).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    };
  }

  /** What `navigator.credentials.get` would answer. */
  signs(challenge: string, lies: Lies = {}): Assertion {
    const clientData = this.#clientData({ type: 'webauthn.get', challenge, ...lies });
    const authData = this.#authData(lies);
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), lies.key ?? this.key);
    return {
      id: this.id,
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: lies.userHandle ?? this.userHandle,
    };
  }
}

/** Adds a passkey to the account of a signed-in person, whose server is found as `localhost`. */
export async function addPasskey(person: Person, device = new SoftPasskey(person.url)) {
  const { body } = await person.post<{ challenge: string; user: { id: string } }>('/api/me/passkeys/options');
  device.userHandle = body.user.id;
  const answer = await person.post('/api/me/passkeys', device.creates(body.challenge));
  expect(answer.status).toBe(201);
  return device;
}

export const challengeFor = async (person: Person) =>
  (await person.post<{ challenge: string }>('/api/auth/passkey/options')).body.challenge;

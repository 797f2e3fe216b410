/**
 * Where too many begin at once, each new visitor does a second's work first: nothing that a person notices who writes, and
 * too much for a program that would be thousands. Nobody behind an address that is shared is turned away.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { prefixOf } from '../http/address.ts';
import { AppError } from '../errors.ts';
import { sha256 } from '../../db/ids.ts';
import type { Limits } from '../http/limits.ts';

/** Some 65,000 hashes: a second in a browser. */
export const PROOF_BITS = 16;
const PROOF_LIFE_MS = 120_000;
/** Used ones are forgotten when they have expired; each of them cost somebody the work. */
const FORGET_AT = 1_000;

interface Proof {
  challenge: string;
  answer: number;
}

export function createProofs({ limits, clock }: { limits: Limits; clock: () => number }) {
  const key = randomBytes(32);
  /** With when each expires. */
  const used = new Map<string, number>();

  const sign = (text: string, prefix: string) =>
    createHmac('sha256', key).update(`${text} ${prefix}`).digest('base64url');

  function challengeFor(prefix: string): string {
    const text = `${clock() + PROOF_LIFE_MS}.${PROOF_BITS}.${randomBytes(12).toString('base64url')}`;
    return `${text}.${sign(text, prefix)}`;
  }

  /** Ours, for this address, in time, with the work done, and for the first time. */
  function isGood({ challenge, answer }: Proof, prefix: string): boolean {
    const [, text = '', mac = ''] = /^([\w.-]+)\.([\w-]+)$/u.exec(challenge) ?? [];
    const [given, right] = [Buffer.from(mac), Buffer.from(sign(text, prefix))];
    if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
    const [expiresAt, bits] = text.split('.').map(Number);
    if (!expiresAt || !bits || expiresAt <= clock() || used.has(text)) return false;
    if (leadingZeros(sha256(`${challenge}:${answer}`)) < bits) return false;
    if (used.size >= FORGET_AT) for (const [one, until] of used) if (until <= clock()) used.delete(one);
    used.set(text, expiresAt);
    return true;
  }

  return {
    /** Throws 429 `widget.proof_needed` with what to do. Without a flood nothing is asked, and nothing is looked at. */
    async require(address: string, proof: Proof | undefined): Promise<void> {
      const prefix = prefixOf(address);
      const isCalm =
        (await limits.allows('start_without_proof', prefix)) &&
        (await limits.allows('start_without_proof_total', 'all'));
      if (isCalm || (proof && isGood(proof, prefix))) return;
      throw new AppError(
        429,
        'widget.proof_needed',
        'Many visitors are starting chats right now. Prove that you are not a bot.',
        {
          details: { challenge: challengeFor(prefix), bits: PROOF_BITS },
          retryAfterSeconds: 1,
        },
      );
    },
  };
}

/** Of a hash in hexadecimal, in bits. */
function leadingZeros(hash: string): number {
  const zeros = /^0*/u.exec(hash)?.[0].length ?? 0;
  return 4 * zeros + Math.clz32(Number.parseInt(hash[zeros] ?? '0', 16)) - 28;
}

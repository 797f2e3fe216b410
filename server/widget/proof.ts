/**
 * In a flood of new visitors, each must first compute a proof of work of about a second: unnoticeable while a person types,
 * and too expensive for a program that creates thousands. So nobody behind a shared address is turned away.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { prefixOf } from '../http/address.ts';
import { AppError } from '../errors.ts';
import { sha256 } from '../../db/ids.ts';
import type { Limits } from '../http/limits.ts';

/** About 65,000 hashes: a second in a browser. */
export const PROOF_BITS = 16;
const PROOF_LIFE_MS = 120_000;
/** Above this many used challenges, expired ones are deleted. */
const FORGET_AT = 1_000;

interface Proof {
  challenge: string;
  answer: number;
}

export function createProofs({ limits, clock }: { limits: Limits; clock: () => number }) {
  const key = randomBytes(32);
  /** Challenge → time of expiry. */
  const used = new Map<string, number>();

  const sign = (text: string, prefix: string) =>
    createHmac('sha256', key).update(`${text} ${prefix}`).digest('base64url');

  function challengeFor(prefix: string): string {
    const text = `${clock() + PROOF_LIFE_MS}.${PROOF_BITS}.${randomBytes(12).toString('base64url')}`;
    return `${text}.${sign(text, prefix)}`;
  }

  /** Whether the challenge is ours, for this address, not expired, solved and unused. */
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
    /** In a flood, throws 429 `widget.proof_needed` with a challenge unless `proof` is valid. Otherwise does nothing. */
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

/** The number of leading zero bits of a hexadecimal hash. */
function leadingZeros(hash: string): number {
  const zeros = /^0*/u.exec(hash)?.[0].length ?? 0;
  return 4 * zeros + Math.clz32(Number.parseInt(hash[zeros] ?? '0', 16)) - 28;
}

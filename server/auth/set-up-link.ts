import { timingSafeEqual } from 'node:crypto';
import { newSecret, sha256 } from '../../db/ids.ts';

/** The one-time link that creates the first admin. Kept in memory only: each start creates a new one. */
export interface SetUpLink {
  /** The part after the # of the address; null once the link is used. */
  readonly secret: string | null;
  opens(secret: string): boolean;
  close(): void;
}

export function createSetUpLink({ needed }: { needed: boolean }): SetUpLink {
  let secret = needed ? newSecret() : null;
  return {
    get secret() {
      return secret;
    },
    opens: (given) => secret !== null && timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(secret))),
    close() {
      secret = null;
    },
  };
}

import { timingSafeEqual } from 'node:crypto';
import { newSecret, sha256 } from '../../db/ids.ts';

/** The one-time way to the first admin. It lives in memory: a restart makes another, a used one is gone. */
export interface SetUpLink {
  /** What stands after the # of the page's address; null once it is closed. */
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

/**
 * When and from where sessions and API tokens were last used. A request only notes it here; it is stored by timed work, at most once in
 * STORED_EVERY_MS for each session unless its address changes, because a stolen session is seen by its address.
 */
import { inArray } from 'drizzle-orm';
import { sessions } from '../../db/schema/people.ts';
import { apiTokens } from '../../db/schema/tokens.ts';
import type { Commit } from '../commit.ts';
import type { Session } from './sessions.ts';

const STORED_EVERY_MS = 5 * 60_000;
/** In one unit of a commit, which must stay short. */
const AT_ONCE = 500;

export interface LastUse {
  saw(session: Session, address: string): void;
  /** Call it once a minute. */
  store(): Promise<void>;
}

interface Use {
  at: number;
  address: string;
  isApiToken: boolean;
  moved: boolean;
  isStored: boolean;
}

export function createLastUse({ commit, clock }: { commit: Commit; clock: () => number }): LastUse {
  const uses = new Map<string, Use>();

  return {
    saw({ id, address: known, isApiToken = false }, address) {
      const at = clock();
      const last = uses.get(id);
      if (last && last.address === address && at - last.at < STORED_EVERY_MS) return;
      const moved = last ? last.address !== address || (last.moved && !last.isStored) : known !== address;
      uses.set(id, { at, address, isApiToken, moved, isStored: false });
    },
    async store() {
      const fresh = [...uses].filter(([, use]) => !use.isStored);
      for (const [id, { at }] of uses) if (clock() - at >= STORED_EVERY_MS) uses.delete(id);
      for (const [, use] of fresh) use.isStored = true;
      const moved = Object.groupBy(
        fresh.filter(([, use]) => use.moved && !use.isApiToken),
        ([, { address }]) => address,
      );
      const tokens = Object.groupBy(
        fresh.filter(([, use]) => use.isApiToken),
        ([, { address }]) => address,
      );
      for (const [usedAddress, all = []] of Object.entries(tokens))
        for (const some of inParts(all.map(([id]) => id)))
          await commit(({ tx, now }) =>
            tx.update(apiTokens).set({ usedAt: now, usedAddress }).where(inArray(apiTokens.id, some)),
          );
      for (const some of inParts(fresh.filter(([, use]) => !use.isApiToken).map(([id]) => id)))
        await commit(({ tx, now }) => tx.update(sessions).set({ usedAt: now }).where(inArray(sessions.id, some)));
      // Addresses change rarely, and few sessions share a new one.
      for (const [address, all = []] of Object.entries(moved))
        for (const some of inParts(all.map(([id]) => id)))
          await commit(({ tx }) => tx.update(sessions).set({ address }).where(inArray(sessions.id, some)));
    },
  };
}

function* inParts(ids: string[]) {
  for (let from = 0; from < ids.length; from += AT_ONCE) yield ids.slice(from, from + AT_ONCE);
}

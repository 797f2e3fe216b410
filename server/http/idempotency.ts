/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a creating call that is sent again with its key is done
 * once, and answered as the first time, for 24 hours, by each token or person and route. Without the header nothing is read.
 */
import { and, eq, lt } from 'drizzle-orm';
import type { Context, Next } from 'hono';
import { sha256 } from '../../db/ids.ts';
import { idempotencyKeys } from '../../db/schema/idempotency.ts';
import type { Actor } from '../auth/actor.ts';
import type { Commit, Unit } from '../commit.ts';
import { AppError, invalidFields } from '../errors.ts';

const KEPT_MS = 24 * 3_600_000;
/** A key is a word that a program makes up, such as a UUID. */
const KEY = /^[\x21-\x7E]{1,255}$/u;

interface Deps {
  commit: Commit;
  /** When this process started: a claim from before it has no work any more. */
  startedAt: number;
}
interface Call {
  actor: Actor;
  key: string;
  /** The answer holds a secret: it is not kept. */
  isSecret: boolean;
}

export function createIdempotency({ commit, startedAt }: Deps) {
  return async (c: Context, next: Next, { actor, key, isSecret }: Call): Promise<Response | void> => {
    if (!KEY.test(key)) throw invalidFields({ 'Idempotency-Key': 'Use 1 to 255 letters, digits and signs.' });
    const claim = {
      owner: actor.tokenId ?? actor.id,
      route: c.req.routePath,
      key,
      payload: sha256(`${c.req.path}\n${Buffer.from(await c.req.arrayBuffer()).toString('base64')}`),
    };
    const mine = and(
      eq(idempotencyKeys.owner, claim.owner),
      eq(idempotencyKeys.route, claim.route),
      eq(idempotencyKeys.key, key),
    );

    const known = await commit(async ({ tx, now }) => {
      await tx.delete(idempotencyKeys).where(and(mine, lt(idempotencyKeys.claimedAt, now - KEPT_MS)));
      const [row] = await tx.select().from(idempotencyKeys).where(mine);
      if (!row) await tx.insert(idempotencyKeys).values({ ...claim, claimedAt: now });
      return row;
    });
    if (known) return again(known, claim.payload);

    const release = () => commit(({ tx }) => tx.delete(idempotencyKeys).where(mine));
    try {
      await next();
    } catch (error) {
      await release();
      throw error;
    }
    const { res } = c;
    // Nothing was created, so the corrected call may use the key.
    if (c.error || !res.ok) return void (await release());
    const body = isSecret ? null : await res.clone().text();
    await commit(({ tx }) => tx.update(idempotencyKeys).set({ status: res.status, body }).where(mine));
  };

  function again({ payload, status, body, claimedAt }: typeof idempotencyKeys.$inferSelect, sent: string): Response {
    if (payload !== sent)
      throw new AppError(422, 'idempotency.other', 'This Idempotency-Key was used for another call. Make a new one.');
    if (status === null)
      throw claimedAt < startedAt
        ? new AppError(409, 'idempotency.unknown', 'The server stopped during the first call. See whether it was done.')
        : new AppError(409, 'idempotency.in_flight', 'The first call with this Idempotency-Key is still running.', {
            retryAfterSeconds: 1,
          });
    if (body === null)
      throw new AppError(409, 'idempotency.told', 'This was done. Its answer held a secret, which is told once.');
    return new Response(body, {
      status,
      headers: { 'Content-Type': 'application/json', 'Idempotency-Replayed': 'true' },
    });
  }
}

export async function forgetOldKeys({ tx, now }: Unit): Promise<void> {
  await tx.delete(idempotencyKeys).where(lt(idempotencyKeys.claimedAt, now - KEPT_MS));
}

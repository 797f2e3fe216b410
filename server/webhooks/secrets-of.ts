import type { webhooks } from '../../db/schema/webhooks.ts';
import type { Secrets } from '../secrets/sealing.ts';

export const purposeOf = (id: string) => `webhook ${id}`;

/** The newest first; empty if the secret was sealed with a key that is not here. */
export function secretsOf(
  { id, secret, oldSecret, oldSecretUntil }: typeof webhooks.$inferSelect,
  secrets: Secrets,
  now: number,
) {
  const newest = secrets.open(secret, purposeOf(id));
  if (newest === null) return [];
  const signsToo = oldSecret !== null && (oldSecretUntil ?? 0) > now;
  const older = signsToo ? secrets.open(oldSecret, purposeOf(id)) : null;
  return older === null ? [newest] : [newest, older];
}

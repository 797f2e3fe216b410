import { index, int, primaryKey, table, text, timestamp } from '#dialect';

/** The calls that came with an Idempotency-Key, for a day. `status` is null from the claim until the work is answered. */
export const idempotencyKeys = table(
  'idempotency_keys',
  {
    /** The API token or the person. */
    owner: text().notNull(),
    route: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of the address and the body. */
    payload: text().notNull(),
    claimedAt: timestamp().notNull(),
    status: int(),
    /** Null for an answer that holds a secret, which is told once. */
    body: text(),
  },
  (t) => [primaryKey({ columns: [t.owner, t.route, t.key] }), index('idempotency_keys_claimed').on(t.claimedAt)],
);

/** Every kind of job. A new kind is an entry in `Payloads` (payloads.ts) and one in `kinds`. */
import type { Storage } from '../attachments/storage.ts';
import { eraseTexts } from '../erasure/texts.ts';
import { type Checks, checkSession } from '../oidc/checking.ts';
import { applyRule } from '../retention/apply.ts';
import { continueTagged } from '../tags/moving.ts';
import { applyPriority, continueMove } from '../ticket-fields/moving.ts';
import { WEBHOOKS_MOST } from '../webhooks/contract.ts';
import { type Deliveries, deliverDue } from '../webhooks/delivering.ts';
import { continueReplay } from '../webhooks/replay.ts';
import { continueChange } from '../widget/customer.ts';
import type { Payloads } from './payloads.ts';
import type { Kinds } from './workers.ts';

interface Deps extends Deliveries, Checks {
  storage: Storage;
}

export const kinds = ({ storage, oidc, ...deliveries }: Deps): Kinds<Payloads> => ({
  'customer.change': {
    limit: 1,
    run:
      async ({ key, payload }) =>
      (unit) =>
        continueChange(unit, key, payload),
  },
  'values.move': {
    limit: 1,
    run:
      async ({ key, payload }) =>
      (unit) =>
        continueMove(unit, key, payload),
  },
  'tags.move': {
    limit: 1,
    run:
      async ({ key, payload }) =>
      (unit) =>
        continueTagged(unit, key, payload),
  },
  'priority.apply': {
    limit: 1,
    run:
      async ({ key, payload }) =>
      (unit) =>
        applyPriority(unit, key, payload),
  },
  'person.erase_texts': {
    limit: 1,
    run:
      async ({ key, payload }) =>
      (unit) =>
        eraseTexts(unit, key, payload),
  },
  'retention.apply': {
    limit: 1,
    run:
      async ({ key, payload }) =>
      (unit) =>
        applyRule(unit, key, payload),
  },
  'files.remove': { limit: 8, run: ({ key }) => storage.remove(key) },
  // One job per webhook, which repeats failed attempts by a schedule of its own. So it fails only with the database.
  'webhook.deliver': {
    limit: WEBHOOKS_MOST,
    attempts: Number.MAX_SAFE_INTEGER,
    run: (job) => deliverDue(job, deliveries),
  },
  // It waits for the provider, and comes back by itself while that does not answer. So it fails only with the database.
  'oidc.check': {
    limit: 16,
    attempts: Number.MAX_SAFE_INTEGER,
    run: ({ key }) => checkSession(key, { oidc, ...deliveries }),
  },
  'webhook.replay': {
    limit: 1,
    run:
      async ({ key, payload }) =>
      (unit) =>
        continueReplay(unit, key, payload),
  },
});

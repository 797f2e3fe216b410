import type { Connections } from '../../db/database.ts';
import type { Commit, Unit } from '../commit.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Running } from '../jobs/workers.ts';
import type { AllowList } from '../outbound/allow-list.ts';
import type { Secrets } from '../secrets/sealing.ts';
import { saidOf } from './body.ts';
import { type Attempt, record } from './outcome.ts';
import { dueDeliveries, findWebhook, nextDueAt, type StoredDelivery, type StoredWebhook } from './queries.ts';
import { secretsOf } from './secrets-of.ts';
import { attempt, letterOf } from './sending.ts';

/** Lanes of one webhook that are sent at the same time; a slow receiver gets no more. */
const LANES_AT_ONCE = 8;
/** While attempts run, the job looks for more this often. */
const LOOK_MS = 200;

export interface Deliveries {
  db: Connections;
  commit: Commit;
  secrets: Secrets;
  allow: AllowList;
  publicUrl: string;
  clock: () => number;
}

type Job = Pick<Running<unknown>, 'key' | 'stopping' | 'signal'>;

/**
 * Sends everything that is due to one webhook, each lane in order and several lanes at once, and then runs again when the next
 * attempt is due. An attempt that is cut off by the end of the process counts as not sent.
 */
export async function deliverDue({ key: webhookId, stopping, signal }: Job, deps: Deliveries) {
  const { db, clock } = deps;
  const running = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  for (;;) {
    const hook = await findWebhook(db.reader, webhookId);
    if (hook?.active && !stopping.aborted && failures.length === 0) {
      const most = LANES_AT_ONCE + running.size;
      const due = await dueDeliveries(db.reader, { webhookId, now: clock(), most });
      for (const delivery of due.filter(({ id }) => !running.has(id)).slice(0, LANES_AT_ONCE - running.size))
        running.set(
          delivery.id,
          deliver(delivery, hook, deps, signal)
            .catch((error: unknown) => void failures.push(error))
            .finally(() => running.delete(delivery.id)),
        );
    }
    if (running.size === 0) break;
    await Promise.race([...running.values(), pause(LOOK_MS)]);
  }
  if (failures.length > 0) throw failures[0];
  return (unit: Unit) => runAgain(unit, webhookId);
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function deliver(delivery: StoredDelivery, hook: StoredWebhook, deps: Deliveries, signal: AbortSignal) {
  const done = await attemptOf(delivery, hook, deps, signal);
  if (done) await deps.commit((unit) => record(unit, delivery, done));
}

async function attemptOf(
  delivery: StoredDelivery,
  hook: StoredWebhook,
  { db, secrets, allow, publicUrl, clock }: Deliveries,
  signal: AbortSignal,
): Promise<Attempt | null> {
  const now = clock();
  const said = delivery.eventId === null ? null : await saidOf(db.reader, delivery.eventId, hook);
  if (!said)
    return {
      status: null,
      error: 'There is no such event any more.',
      tookMs: 0,
      sentAt: now,
      request: '',
      answer: null,
    };
  const letter = letterOf(hook, delivery.messageId, { said, publicUrl });
  return attempt(hook, letter, { secrets: secretsOf(hook, secrets, now), allow, now, signal });
}

/** The job comes back for the next attempt; with a new event the follower wakes it sooner. */
async function runAgain(unit: Unit, webhookId: string) {
  const hook = await findWebhook(unit.tx, webhookId);
  const at = hook?.active ? await nextDueAt(unit.tx, webhookId) : null;
  if (at !== null)
    await enqueue(unit, { kind: 'webhook.deliver', key: webhookId, payload: {}, dueAt: Math.max(at, unit.now) });
}

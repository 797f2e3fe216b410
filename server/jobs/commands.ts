import { and, eq } from 'drizzle-orm';
import { isDead, jobs } from '../../db/schema/jobs.ts';
import { audit } from '../audit/commands.ts';
import type { Actor } from '../auth/actor.ts';
import type { Unit } from '../commit.ts';
import { AppError, notFound } from '../errors.ts';

/** Runs a dead job again. A job that is not dead stays unchanged, because it runs anyway. */
export async function retryJob(unit: Unit, actor: Actor, { id }: { id: string }) {
  const [retried] = await unit.tx
    .update(jobs)
    .set({ deadAt: null, dueAt: unit.now, attempts: 0, lastError: null })
    .where(and(eq(jobs.id, id), isDead))
    .returning({ kind: jobs.kind });
  if (!retried) {
    await requireJob(unit, id);
    return;
  }
  await audit(unit, { actorId: actor.id, action: 'job.retried', targetId: id, data: { kind: retried.kind } });
  unit.tell({ kind: 'jobs' });
}

/** Deletes a dead job. Refuses any other job, because it may be running. */
export async function discardJob(unit: Unit, actor: Actor, { id }: { id: string }) {
  const [discarded] = await unit.tx
    .delete(jobs)
    .where(and(eq(jobs.id, id), isDead))
    .returning({ kind: jobs.kind });
  if (!discarded) {
    await requireJob(unit, id);
    throw new AppError(
      409,
      'jobs.not_dead',
      'This job has not failed for good and will run. Only failed jobs can be discarded.',
    );
  }
  await audit(unit, { actorId: actor.id, action: 'job.discarded', targetId: id, data: { kind: discarded.kind } });
}

async function requireJob({ tx }: Unit, id: string) {
  const [found] = await tx.select({ id: jobs.id }).from(jobs).where(eq(jobs.id, id));
  if (!found) throw notFound();
}

/** The hold on an anonymous visitor whom their site identifies as a known customer. */
import { and, eq } from 'drizzle-orm';
import { uuidv7 } from '../../db/ids.ts';
import { earlierNames, holds, isPersonHold } from '../../db/schema/privacy.ts';
import { audit } from '../audit/commands.ts';
import type { Unit } from '../commit.ts';
import { forgetEarlierOfCustomer } from './earlier-texts.ts';

const holdOf = async ({ tx }: Unit, userId: string) =>
  (
    await tx
      .select()
      .from(holds)
      .where(and(isPersonHold, eq(holds.userId, userId)))
  )[0];

/** Holds the known customer too, from the first ticket that moves on. A hold that they have keeps both reasons. */
export async function holdWhomTheyAre(unit: Unit, { from, to }: { from: string; to: string }): Promise<void> {
  const [was, known] = [await holdOf(unit, from), await holdOf(unit, to)];
  if (!was) return;
  if (known) {
    const reason = known.reason === was.reason ? was.reason : `${known.reason}; ${was.reason}`;
    await unit.tx.update(holds).set({ reason }).where(eq(holds.id, known.id));
  } else await unit.tx.insert(holds).values({ ...was, id: uuidv7(), userId: to });
  await audit(unit, { actorId: null, action: 'hold.person_moved', targetId: to, data: { from } });
}

/**
 * Behind the last ticket that moved: until then the hold on the visitor keeps those that are still theirs, and a hold on one of
 * those keeps the earlier names. If the hold on the known customer ended meanwhile, nothing keeps what it kept any more.
 */
export async function endHoldOfVisitor(unit: Unit, { from, to }: { from: string; to: string }): Promise<void> {
  const ended = await unit.tx
    .delete(holds)
    .where(and(isPersonHold, eq(holds.userId, from)))
    .returning({ id: holds.id });
  const moved = await unit.tx
    .update(earlierNames)
    .set({ userId: to })
    .where(eq(earlierNames.userId, from))
    .returning({ id: earlierNames.id });
  if (ended.length + moved.length > 0) await forgetEarlierOfCustomer(unit, to);
}

/** Updates tickets that change by time alone: deadlines come near and pass, snoozes end. */
import type { Db } from '../../db/database.ts';
import type { Commit, Unit } from '../commit.ts';
import { ticketsMovedBy } from '../tickets/queries.ts';
import { Change, endSnooze } from '../tickets/transitions.ts';

const AT_ONCE = 100;

/** Returns how many tickets it updated; if that is AT_ONCE, there may be more. */
export async function ageTickets(unit: Unit): Promise<number> {
  const due = await ticketsMovedBy(unit.tx, unit.now, AT_ONCE);
  for (const ticket of due) {
    const change = new Change(unit, null, ticket);
    if (ticket.snoozedUntil !== null && ticket.snoozedUntil <= unit.now) await endSnooze(change);
    else await change.record('ticket.aged', {});
    await change.save();
  }
  return due.length;
}

interface Deps {
  reader: Db;
  commit: Commit;
  clock: () => number;
}

/** Looks in an index of only those tickets that will change, and writes only if one is due. */
export const createAging =
  ({ reader, commit, clock }: Deps) =>
  async () => {
    if ((await ticketsMovedBy(reader, clock(), 1)).length > 0) while ((await commit(ageTickets)) === AT_ONCE);
  };

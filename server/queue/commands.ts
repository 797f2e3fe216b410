import type { Unit } from '../commit.ts';
import { type Actor, reload, requireRight, requireStaff } from '../policy.ts';
import { mostImportantWaiting, type TicketView } from '../tickets/queries.ts';
import { Change, changeAssignee, roomOf } from '../tickets/transitions.ts';

/** Takes the most important waiting tickets, up to the agent's free capacity. With no room or nothing waiting it takes none. */
export async function claim(unit: Unit, asked: Actor): Promise<TicketView[]> {
  const actor = await reload(unit, asked);
  requireStaff(actor);
  requireRight(actor, 'update', 'tickets');
  const taken: TicketView[] = [];
  for (const ticket of await mostImportantWaiting(unit.tx, await roomOf(unit, actor.id))) {
    const change = new Change(unit, actor, ticket);
    await changeAssignee(change, actor);
    taken.push(await change.save());
  }
  return taken;
}

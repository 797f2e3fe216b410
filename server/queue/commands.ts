import { NOT_WAITING } from '../../db/schema/tickets.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import type { Actor } from '../auth/actor.ts';
import type { Access } from '../auth/policy.ts';
import { mostImportantWaiting, ticketsHeldBy, type TicketView } from '../tickets/queries.ts';
import { Change, changeAssignee, roomOf } from '../tickets/transitions.ts';

const access: Access = { needs: ['update', 'tickets'], only: 'staff' };

/** Takes the most important waiting tickets, those of the agent's teams first, up to their free capacity; possibly none. */
export const claim = command(access, async (unit, actor): Promise<TicketView[]> => {
  const taken: TicketView[] = [];
  const asked = { userId: actor.id, limit: await roomOf(unit, actor.id) };
  for (const ticket of await mostImportantWaiting(unit.tx, asked)) {
    const change = new Change(unit, actor, ticket);
    await changeAssignee(change, actor);
    taken.push(await change.save());
  }
  return taken;
});

/** Unassigns the agent's unanswered tickets: those where the customer waits and the agent did not write last. */
export const release = command(access, async (unit, actor): Promise<TicketView[]> => {
  const unanswered = (await ticketsHeldBy(unit.tx, actor.id)).filter(
    (ticket) => ticket.waitingSince !== NOT_WAITING && ticket.lastAuthorId !== actor.id,
  );
  return handBack(unit, actor, unanswered);
});

/** Unassigns all tickets of a deactivated person. */
export const releaseAllOf = async (unit: Unit, actor: Actor, userId: string) =>
  handBack(unit, actor, await ticketsHeldBy(unit.tx, userId));

async function handBack(unit: Unit, actor: Actor, held: TicketView[]): Promise<TicketView[]> {
  const released: TicketView[] = [];
  for (const ticket of held) {
    const change = new Change(unit, actor, ticket);
    await changeAssignee(change, null);
    released.push(await change.save());
  }
  return released;
}

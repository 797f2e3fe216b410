import { findActor } from '../../server/auth/policy.ts';
import { openTicket } from '../../server/tickets/commands.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import type { World } from './world.ts';

/** By the command, because no person may open so many in an hour. */
export async function openMany(
  { desk }: World,
  customerId: string,
  count: number,
  channel: TicketRow['channel'],
): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, () =>
      desk.commit(async (unit) => {
        const customer = await findActor(unit.tx, customerId);
        if (!customer) throw new Error('The customer is gone.');
        const { ticket } = await openTicket(unit, customer, { subject: 'One of many', body: 'x', channel });
        return ticket.id;
      }),
    ),
  );
}

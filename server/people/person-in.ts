import type { Person } from './contract.ts';

/** Within a ticket, everybody but its customer speaks for the team. */
export function personIn(ticket: { customerId: string }, id: string, name: string): Person {
  return { id, name, kind: id === ticket.customerId ? 'customer' : 'staff' };
}

import type { Person } from './contract.ts';

/** On a ticket every author except its customer counts as staff. */
export function personIn(ticket: { customerId: string }, id: string, name: string): Person {
  return { id, name, kind: id === ticket.customerId ? 'customer' : 'staff' };
}

import type { TicketRow } from '../../../server/tickets/contract.ts';
import { firstName } from '../../shared/names.ts';

export const VARIABLES = [
  'customer.name',
  'customer.firstName',
  'ticket.number',
  'ticket.subject',
  'agent.name',
  'agent.firstName',
] as const;

/** Fills in known variables once, so braces in a subject stay text. Unknown names stay as blanks. */
export function fill(body: string, row: TicketRow, agent: { name: string }): string {
  const known: Record<(typeof VARIABLES)[number], string> = {
    'customer.name': row.customer.name,
    'customer.firstName': firstName(row.customer.name),
    'ticket.number': String(row.number),
    'ticket.subject': row.subject,
    'agent.name': agent.name,
    'agent.firstName': firstName(agent.name),
  };
  return body.replace(/\{\{\s*([\w.]+)\s*\}\}/gu, (blank, name: string) => {
    const variable = VARIABLES.find((one) => one === name);
    return variable ? known[variable] : blank;
  });
}

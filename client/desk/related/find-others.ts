import type { TicketRow } from '../../../server/tickets/contract.ts';
import { api } from '../../shared/api.ts';
import { request } from '../../shared/request.ts';

/** What the choice shows of a ticket. A search does not say when it was opened. */
export type Other = Pick<TicketRow, 'id' | 'number' | 'subject' | 'customer' | 'status' | 'statusType'> &
  Partial<Pick<TicketRow, 'createdAt' | 'mergedInto'>>;

/**
 * Tickets by number, subject, text or person: first those of the same customer, then others, so that somebody who looks for
 * one of them learns why it cannot be chosen.
 */
export async function findOthers(q: string, { customer }: TicketRow): Promise<Other[]> {
  const number = /^#?(\d{1,9})$/u.exec(q)?.[1];
  const inTexts = new URLSearchParams({ customer: customer.id, order: 'updated', q });
  const found: Promise<{ items: Other[] }>[] = [
    ...(number ? [api.tickets({ number: Number(number) })] : []),
    api.ticketsBy(inTexts),
    searched(q),
    searched(`from:"${q.replaceAll('"', ' ')}"`),
  ];
  const all = (await Promise.all(found)).flatMap(({ items }) => items);
  const isTheirs = (ticket: Other) => ticket.customer.id === customer.id;
  return all
    .filter(({ id }, at) => all.findIndex((one) => one.id === id) === at)
    .filter(({ mergedInto = null }) => mergedInto === null)
    .toSorted((a, b) => Number(isTheirs(b)) - Number(isTheirs(a)));
}

async function searched(q: string): Promise<{ items: Other[] }> {
  const { items } = await request('GET', `/search?${new URLSearchParams({ q })}`);
  return { items: items.map(({ ticket }) => ticket) };
}

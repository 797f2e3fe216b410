/**
 * Every type of event, one entry each. What it stores, what staff and customers are told, and how it is read back follow
 * from here; a type without an entry does not compile.
 */
import type { Event, EventBase, EventFields, EventOf, EventType } from '../contract.ts';
import type { Catalogue } from './entry.ts';
import { ticketEvents } from './tickets.ts';
import { writing } from './writing.ts';

export const CATALOGUE: Catalogue = { ...writing, ...ticketEvents };

// TypeScript forgets which keys an object has.
export const EVENT_TYPES = Object.keys(CATALOGUE) as (keyof Catalogue)[];

/** An event as it goes over the wire. */
export function withFields<T extends EventType>(base: EventBase, type: T, fields: EventFields[T]) {
  // TypeScript does not see that a type and its own fields are one member of the union.
  return { ...base, type, ...fields } as EventOf<T> & Event;
}

/**
 * One entry for each type of event: its stored data, its fields for staff and for customers, and how to read it back. A
 * type without an entry does not compile.
 */
import type { Event, EventBase, EventFields, EventOf, EventType } from '../contract.ts';
import type { Catalogue } from './entry.ts';
import { ticketEvents } from './tickets.ts';
import { writing } from './writing.ts';

export const CATALOGUE: Catalogue = { ...writing, ...ticketEvents };

// `Object.keys` loses the type of the keys.
export const EVENT_TYPES = Object.keys(CATALOGUE) as (keyof Catalogue)[];

/** Builds an event as it goes over the wire. */
export function withFields<T extends EventType>(base: EventBase, type: T, fields: EventFields[T]) {
  // TypeScript cannot infer that `type` and its `fields` form one member of the union.
  return { ...base, type, ...fields } as EventOf<T> & Event;
}

import type { Event, EventOf, EventType } from '../contract.ts';
import { CATALOGUE, EVENT_TYPES } from './catalogue.ts';

/**
 * Customers receive what the catalogue states for them, staff everything but the events of notes, and staff who may view
 * notes those too.
 */
export type ReadsAs = 'customer' | 'staff' | 'staff_with_notes';

/** An event as its customer sees it, from its entry in the catalogue; null if the entry has no view for customers. */
export function customerEvent<T extends EventType>(event: EventOf<T>): EventOf<T> | null {
  return CATALOGUE[event.type].toCustomer?.(event) ?? null;
}

export const customerEvents = (events: Event[]) => events.flatMap((event) => customerEvent(event) ?? []);

export const NOTE_EVENT_TYPES = EVENT_TYPES.filter((type) => CATALOGUE[type].isOfNote);

export const isOfNote = ({ type }: Event) => NOTE_EVENT_TYPES.includes(type);

export const CUSTOMER_EVENT_TYPES = EVENT_TYPES.filter((type) => CATALOGUE[type].toCustomer !== null);

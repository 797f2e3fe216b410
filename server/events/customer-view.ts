import type { Event, EventOf, EventType } from '../contract.ts';
import { CATALOGUE, EVENT_TYPES } from './catalogue.ts';

/** An event as its customer sees it, from its entry in the catalogue; null if the entry has no view for customers. */
export function customerEvent<T extends EventType>(event: EventOf<T>): EventOf<T> | null {
  return CATALOGUE[event.type].toCustomer?.(event) ?? null;
}

export const customerEvents = (events: Event[]) => events.flatMap((event) => customerEvent(event) ?? []);

export const CUSTOMER_EVENT_TYPES = EVENT_TYPES.filter((type) => CATALOGUE[type].toCustomer !== null);

import type { Event, EventOf, EventType } from '../contract.ts';
import { CATALOGUE, EVENT_TYPES } from './catalogue.ts';

/** What its customer is told of an event: the view that its entry in the catalogue states; where it states none, nothing. */
export function customerEvent<T extends EventType>(event: EventOf<T>): EventOf<T> | null {
  return CATALOGUE[event.type].toCustomer?.(event) ?? null;
}

export const customerEvents = (events: Event[]) => events.flatMap((event) => customerEvent(event) ?? []);

export const CUSTOMER_EVENT_TYPES = EVENT_TYPES.filter((type) => CATALOGUE[type].toCustomer !== null);

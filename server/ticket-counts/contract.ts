import * as v from 'valibot';
import { STATUS_TYPES } from '../ticket-fields/contract.ts';

/** The number of a customer's tickets for each status and priority that has any. A merged ticket counts in its target alone. */
export const ticketCounts = v.array(
  v.object({ status: v.string(), statusType: v.picklist(STATUS_TYPES), priority: v.string(), count: v.number() }),
);
export type TicketCounts = v.InferOutput<typeof ticketCounts>;

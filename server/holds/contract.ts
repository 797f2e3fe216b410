import * as v from 'valibot';
import { line } from '../text/contract.ts';

export const setHold = v.strictObject({ reason: line(1, 500, 'Write why') });

const named = v.object({ id: v.string(), name: v.string() });

export const hold = v.object({
  id: v.string(),
  /** A hold is on one ticket, or on one person with all their tickets. */
  ticket: v.nullable(v.object({ id: v.string(), number: v.number(), subject: v.string() })),
  person: v.nullable(named),
  /** Null for a caller who may not see the settings. */
  reason: v.nullable(v.string()),
  by: named,
  createdAt: v.number(),
});
export type Hold = v.InferOutput<typeof hold>;

/** The newest first. `complete` is false if there are more than HOLDS_SHOWN. */
export const holdList = v.object({ items: v.array(hold), complete: v.boolean() });
export type HoldList = v.InferOutput<typeof holdList>;
export const HOLDS_SHOWN = 500;

/** A text of a held ticket, as it read before somebody changed it. */
export const earlierText = v.object({
  what: v.picklist(['subject', 'category', 'rating_comment', 'customer']),
  /** Of a category its code; empty for a ticket without one. Of the customer the name, with the address if there is one. */
  body: v.string(),
  /** Who changed it, and when. Null for the server, and for the customer: the audit log has who changed that. */
  by: v.nullable(named),
  at: v.number(),
});
export type EarlierText = v.InferOutput<typeof earlierText>;

/**
 * The holds on the ticket itself, on the tickets that were merged with it, and on its customer, if there are any, and the texts
 * that were changed meanwhile, the oldest first.
 */
export const holdsOfTicket = v.object({ items: v.array(hold), earlier: v.array(earlierText) });
export type HoldsOfTicket = v.InferOutput<typeof holdsOfTicket>;

import * as v from 'valibot';
import { wholeNumber } from '../text/contract.ts';

/** Every person that is a customer: with an account, or with a ticket. Visitors who only looked are not among them. */
export const listCustomers = v.strictObject({
  /** A part of the name or of the address of the account. */
  q: v.optional(v.pipe(v.string(), v.maxLength(100))),
  state: v.optional(v.picklist(['active', 'deactivated'])),
  order: v.optional(v.picklist(['newest', 'oldest']), 'newest'),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(200))),
  limit: v.optional(wholeNumber({ min: 1, max: 100 })),
});
export type ListCustomers = v.InferOutput<typeof listCustomers>;

export const customer = v.object({
  id: v.string(),
  name: v.string(),
  /** Of the account; for a visitor of the widget what they typed, which nobody verified. */
  email: v.nullable(v.string()),
  isVisitor: v.boolean(),
  active: v.boolean(),
  createdAt: v.number(),
  /** The last use of a session, or the last visit of a page with the widget. Null if that is forgotten. */
  lastSeenAt: v.nullable(v.number()),
  /** Active tickets. */
  openTickets: v.number(),
});
export type Customer = v.InferOutput<typeof customer>;
export const customerPage = v.object({ items: v.array(customer), next: v.nullable(v.string()) });

import * as v from 'valibot';

/**
 * Customers whose name contains `q`, newest first. `complete` is false if there are more than CUSTOMERS_SHOWN, or if the
 * time ran out.
 */
export const findCustomers = v.strictObject({
  q: v.pipe(v.string(), v.trim(), v.minLength(2, 'Write at least two letters.'), v.maxLength(60)),
});
export const customers = v.object({
  items: v.array(v.object({ id: v.string(), name: v.string() })),
  complete: v.boolean(),
});
export type Customers = v.InferOutput<typeof customers>;
export type NamedCustomer = Customers['items'][number];

export const CUSTOMERS_SHOWN = 20;

import * as v from 'valibot';

/** Customers whose name contains `q`, newest first. */
export const findCustomers = v.strictObject({
  q: v.pipe(v.string(), v.trim(), v.minLength(2, 'Write at least two letters.'), v.maxLength(60)),
});
export const customers = v.object({ items: v.array(v.object({ id: v.string(), name: v.string() })) });
export type NamedCustomer = v.InferOutput<typeof customers>['items'][number];

export const CUSTOMERS_SHOWN = 20;

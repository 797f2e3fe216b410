import * as v from 'valibot';

/** How long an export can be downloaded. */
export const EXPORT_DAYS = 7;

/** Options of an export. A person's own export never has notes. */
export const askForExport = v.strictObject({
  /** Also the internal notes on the tickets of a customer, and those that a member of the team wrote. */
  notes: v.optional(v.boolean(), false),
});

const named = v.object({ id: v.string(), name: v.string() });

export const personExport = v.object({
  id: v.string(),
  person: named,
  by: named,
  /** The person asked for their own data. */
  own: v.boolean(),
  notes: v.boolean(),
  createdAt: v.number(),
  /** It can be downloaded until then, by the person who asked for it. */
  expiresAt: v.number(),
});
export type PersonExport = v.InferOutput<typeof personExport>;

/** The newest first. */
export const personExports = v.object({ items: v.array(personExport) });

import * as v from 'valibot';
import { person, profile } from '../people/contract.ts';
import { wholeNumber } from '../text/contract.ts';

/** Who answers a ticket now, as its customer sees them. */
export const assignee = v.nullable(v.object({ ...person.entries, picture: profile.entries.picture }));

/** A time in which one person held a ticket. `by` is null if the system gave it to them; `until` is null if they hold it now. */
export const assignment = v.object({
  assignee: person,
  by: v.nullable(person),
  from: v.number(),
  until: v.nullable(v.number()),
});
export type Assignment = v.InferOutput<typeof assignment>;

/** Newest first. */
export const assignmentPage = v.object({ items: v.array(assignment), next: v.nullable(v.string()) });

export const listAssignments = v.strictObject({
  /** `next` of the previous page. */
  cursor: v.optional(v.pipe(v.string(), v.maxLength(200))),
  limit: v.optional(wholeNumber({ min: 1, max: 100 })),
});

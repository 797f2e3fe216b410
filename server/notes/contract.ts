import * as v from 'valibot';
import { body, uuid } from '../text/contract.ts';
import { person } from '../people/contract.ts';

/** Internal: staff only, a shape and a table of its own, so that no answer for a customer can hold one. */
export const note = v.object({
  id: v.string(),
  ticketId: v.string(),
  eventId: v.number(),
  author: person,
  body: v.string(),
  createdAt: v.number(),
  editedAt: v.nullable(v.number()),
  deletedAt: v.nullable(v.number()),
});
export type Note = v.InferOutput<typeof note>;

export const addNote = v.strictObject({ id: v.optional(uuid), body });
export const editNote = v.strictObject({ body });

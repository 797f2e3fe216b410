import * as v from 'valibot';
import { oneLine } from '../text/contract.ts';

/** The name of everybody who was erased. */
export const ERASED_NAME = 'Deleted person';
/** The subject of a ticket whose texts were erased. */
export const ERASED_SUBJECT = 'Deleted';

const number = v.number();

/** What erasing a person takes away, and what stays without their name. */
export const erasure = v.object({
  id: v.string(),
  name: v.string(),
  kind: v.picklist(['staff', 'customer']),
  /** Why they cannot be erased, as the code of the error; null if they can. */
  refusal: v.nullable(v.string()),
  goes: v.object({
    /** Whether there is an address of theirs. */
    address: v.boolean(),
    picture: v.boolean(),
    sessions: number,
    drafts: number,
    savedReplies: number,
    views: number,
    /** Uploaded and not sent. */
    files: number,
  }),
  stays: v.object({
    /** The tickets that they opened as a customer, or held as staff. */
    tickets: number,
    /** Active tickets that go back to the queue. */
    released: number,
  }),
  /** What `texts` takes away too; null for staff, whose messages belong to others' tickets. */
  texts: v.nullable(v.object({ messages: number, files: number })),
});
export type Erasure = v.InferOutput<typeof erasure>;

export const erase = v.strictObject({
  /** The name of the person, typed again, because nothing brings them back. */
  name: v.pipe(
    v.string(),
    v.maxLength(400),
    v.check((text) => text.isWellFormed(), 'This text holds a broken character.'),
    v.transform(oneLine),
  ),
  /** Also deletes what a customer wrote: their messages with files, subjects and comments. */
  texts: v.optional(v.boolean(), false),
});
export type Erase = v.InferOutput<typeof erase>;

import * as v from 'valibot';
import { body, line, uuid } from '../text/contract.ts';

/**
 * A text for frequent use. Inserting it fills the variables `{{customer.name}}`, `{{customer.firstName}}`,
 * `{{ticket.number}}`, `{{ticket.subject}}`, `{{agent.name}}` and `{{agent.firstName}}`; any other `{{…}}` is a blank to
 * fill in by hand.
 */
export const savedReply = v.object({
  id: v.string(),
  /** False for the reader's own reply. */
  shared: v.boolean(),
  name: v.string(),
  shortcut: v.string(),
  body: v.string(),
  updatedAt: v.number(),
});
export type SavedReply = v.InferOutput<typeof savedReply>;

const shortcut = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.regex(/^[a-z0-9][a-z0-9-]{0,29}$/u, 'Use up to 30 letters a to z, digits and hyphens.'),
);
const fields = { name: line(1, 80, 'Write a name'), shortcut, body };

export const addSavedReply = v.strictObject({ id: v.optional(uuid), shared: v.boolean(), ...fields });
export type AddSavedReply = v.InferOutput<typeof addSavedReply>;
export const editSavedReply = v.partial(v.strictObject(fields));
export type EditSavedReply = v.InferOutput<typeof editSavedReply>;

/** The limit for one person's own replies, and for the shared ones. */
export const SAVED_REPLIES_MOST = 300;

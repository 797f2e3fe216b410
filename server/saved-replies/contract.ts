import * as v from 'valibot';
import { body, line, uuid } from '../text/contract.ts';

/**
 * A text that is used often. Its variables are filled where it is inserted: `{{customer.name}}`, `{{customer.firstName}}`,
 * `{{ticket.number}}`, `{{ticket.subject}}`, `{{agent.name}}`, `{{agent.firstName}}`; any other `{{…}}` is a blank that
 * must be filled in by hand.
 */
export const savedReply = v.object({
  id: v.string(),
  /** Everybody's, or one's own. */
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

/** As many of one's own, and as many that all share. */
export const SAVED_REPLIES_MOST = 300;

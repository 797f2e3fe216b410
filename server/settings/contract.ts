import * as v from 'valibot';

/** The installation's choices, each with what holds until an admin chooses. */
export const settings = v.object({
  /** Waiting tickets are given to agents who are available, connected and have room. */
  autoAssign: v.boolean(),
});
export type Settings = v.InferOutput<typeof settings>;
export const DEFAULTS: Settings = { autoAssign: false };

export const editSettings = v.strictObject({ autoAssign: v.optional(v.boolean()) });
export type EditSettings = v.InferOutput<typeof editSettings>;

import * as v from 'valibot';

/** The settings of the installation with their defaults. */
export const settings = v.object({
  /** Waiting tickets are given to agents who are available, connected and have room. */
  autoAssign: v.boolean(),
});
export type Settings = v.InferOutput<typeof settings>;
export const DEFAULTS: Settings = { autoAssign: false };

export const editSettings = v.strictObject({ autoAssign: v.optional(v.boolean()) });
export type EditSettings = v.InferOutput<typeof editSettings>;

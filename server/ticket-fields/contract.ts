import * as v from 'valibot';

export const STATUS_TYPES = ['open', 'in_progress', 'pending', 'resolved', 'closed', 'cancelled'] as const;
export type StatusType = (typeof STATUS_TYPES)[number];

export const status = v.object({
  code: v.string(),
  name: v.string(),
  type: v.picklist(STATUS_TYPES),
  colour: v.string(),
  weight: v.number(),
  isDefault: v.boolean(),
});
export type Status = v.InferOutput<typeof status>;

/** Targets are in minutes from when the customer began to wait, or from opening for a resolution. */
export const priority = v.object({
  code: v.string(),
  name: v.string(),
  colour: v.string(),
  weight: v.number(),
  isDefault: v.boolean(),
  responseMinutes: v.number(),
  resolutionMinutes: v.number(),
});
export type Priority = v.InferOutput<typeof priority>;

export const category = v.object({ code: v.string(), name: v.string(), weight: v.number() });
export type Category = v.InferOutput<typeof category>;

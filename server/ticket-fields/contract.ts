/** The values of a ticket that admins keep: statuses, priorities and categories. Tags are in server/tags. */
import * as v from 'valibot';
import { flag, line } from '../text/contract.ts';

export const STATUS_TYPES = ['open', 'in_progress', 'pending', 'resolved', 'closed', 'cancelled'] as const;
export type StatusType = (typeof STATUS_TYPES)[number];

/** Names of the palette, so that every colour has its contrast in light and dark. */
export const COLOURS = ['ink', 'accent', 'info', 'warm', 'hot'] as const;
export type Colour = (typeof COLOURS)[number];

/** The number of tickets that have a value, up to USES_MOST. `more`: there are more. */
export const uses = v.object({ n: v.number(), more: v.boolean() });
export type Uses = v.InferOutput<typeof uses>;
export const USES_MOST = 1_000;

/**
 * `code` never changes. `archived` ones stay on their tickets and in the history, and are no longer offered. `deleted` ones
 * are archived too, and only lists of clients hold them: for the history.
 */
const value = {
  code: v.string(),
  name: v.string(),
  /** Shown where people choose. */
  description: v.string(),
  colour: v.picklist(COLOURS),
  /** Lists are in this order, the smallest first. The weight of a priority ranks its tickets. */
  weight: v.number(),
  isDefault: v.boolean(),
  archived: v.boolean(),
  deleted: v.boolean(),
  /** Only if they were asked for, with `uses=true`. */
  tickets: v.optional(uses),
};

/** Each type has one default: what the system sets, such as that of `resolved`. */
export const status = v.object({ ...value, type: v.picklist(STATUS_TYPES) });
export type Status = v.InferOutput<typeof status>;

/** Targets are in minutes from when the customer began to wait, or from opening for a resolution. */
export const priority = v.object({ ...value, responseMinutes: v.number(), resolutionMinutes: v.number() });
export type Priority = v.InferOutput<typeof priority>;

/** At most one is the default: what a ticket gets that names none. */
export const category = v.object(value);
export type Category = v.InferOutput<typeof category>;

export const FIELD_LISTS = ['statuses', 'priorities', 'categories'] as const;
export type FieldList = (typeof FIELD_LISTS)[number];
/** More of them nobody could choose from. */
export const VALUES_MOST = 100;

export const code = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,39}$/u, 'This is not a valid code.'));

const WEIGHT_MOST = 1_000;
const YEAR_MINUTES = 366 * 24 * 60;
const whole = (min: number, max: number) =>
  v.pipe(
    v.number(),
    v.safeInteger('Use a whole number.'),
    v.minValue(min, `Use at least ${min}.`),
    v.maxValue(max, `Use at most ${max}.`),
  );
const optionalLine = (max: number) => v.union([v.literal(''), line(1, max, 'Write a description')]);

const edited = {
  name: line(1, 60, 'Write a name'),
  description: v.optional(optionalLine(200)),
  colour: v.optional(v.picklist(COLOURS)),
  weight: v.optional(whole(0, WEIGHT_MOST)),
  isDefault: v.optional(v.boolean()),
};
/** `code` is made of the name if it is missing. */
const added = { code: v.optional(code), ...edited };
const type = v.picklist(STATUS_TYPES);
const targets = { responseMinutes: whole(1, YEAR_MINUTES), resolutionMinutes: whole(1, YEAR_MINUTES) };
const archived = v.boolean();

export const addStatus = v.strictObject({ ...added, type });
export const editStatus = v.partial(v.strictObject({ ...edited, type, archived }));
export const addPriority = v.strictObject({ ...added, ...targets });
export const editPriority = v.partial(v.strictObject({ ...edited, ...targets, archived }));
export const addCategory = v.strictObject(added);
export const editCategory = v.partial(v.strictObject({ ...edited, archived }));

/** All values of the list that are not deleted, in their new order. */
export const orderValues = v.strictObject({ codes: v.pipe(v.array(code), v.minLength(1), v.maxLength(VALUES_MOST)) });

/** `replaceBy`: its tickets get this value, and it becomes the default if the deleted one was. */
export const deleteValue = v.strictObject({ replaceBy: v.optional(code) });
/** `left`: a job moves the others, a part at a time. */
export const deletedValue = v.object({ moved: v.number(), left: v.boolean() });

export const listValues = v.strictObject({
  /** With the number of tickets of each. Only people who may view the settings. */
  uses: v.optional(flag),
});

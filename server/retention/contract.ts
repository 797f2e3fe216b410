import * as v from 'valibot';
import { flag, uuid, wholeNumber } from '../text/contract.ts';

/** `delete` deletes tickets; `anonymise` keeps their times and numbers, without texts, files, notes and customer. */
export const RETENTION_ACTIONS = ['delete', 'anonymise'] as const;
export type RetentionAction = (typeof RETENTION_ACTIONS)[number];
/** Fifty years. */
export const MONTHS_MOST = 600;

/** The rule for all tickets that no rule of a site is for; any other scope is the id of a site. */
export const ALL = 'all';
export const scope = v.strictObject({ scope: v.union([v.literal(ALL), uuid], 'Use all, or the id of a site.') });

export const setRule = v.strictObject({
  action: v.picklist(RETENTION_ACTIONS),
  /** Calendar months since a ticket was done. */
  months: v.pipe(v.number(), v.safeInteger(), v.minValue(1, 'Use at least 1.'), v.maxValue(MONTHS_MOST)),
  /** Also tickets that were resolved and never closed. */
  resolved: v.optional(v.boolean(), false),
  /** A rule of a site that is off keeps the tickets of the site. */
  isOn: v.boolean(),
});
export type SetRule = v.InferOutput<typeof setRule>;

export const rule = v.object({
  scope: v.string(),
  /** Null for `all`. */
  site: v.nullable(v.object({ id: v.string(), name: v.string() })),
  action: v.picklist(RETENTION_ACTIONS),
  months: v.number(),
  resolved: v.boolean(),
  isOn: v.boolean(),
  /** Null while it is off. A new or changed rule waits an hour. */
  nextRunAt: v.nullable(v.number()),
  /** The last finished run: the tickets that it deleted or anonymised, and those that a legal hold kept. */
  last: v.nullable(v.object({ at: v.number(), done: v.number(), held: v.number() })),
});
export type Rule = v.InferOutput<typeof rule>;
export const ruleList = v.object({ items: v.array(rule) });

export const dryRun = v.strictObject({
  months: wholeNumber({ min: 1, max: MONTHS_MOST }),
  resolved: v.optional(flag, 'false'),
});

export const EXAMPLES_SHOWN = 10;

/** The tickets that a rule would take now. Nothing is changed. */
export const forecast = v.object({
  tickets: v.number(),
  /** Tickets beside these that a legal hold keeps. */
  held: v.number(),
  /** When the first and the last of them were done; null without tickets. */
  oldestAt: v.nullable(v.number()),
  newestAt: v.nullable(v.number()),
  /** The oldest ones. */
  examples: v.array(
    v.object({ id: v.string(), number: v.number(), subject: v.string(), customer: v.string(), doneAt: v.number() }),
  ),
});
export type Forecast = v.InferOutput<typeof forecast>;

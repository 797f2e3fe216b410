import * as v from 'valibot';
import { line, uuid } from '../text/contract.ts';
import { code } from '../ticket-fields/contract.ts';
import { CHANNELS, q, TICKET_ORDERS } from '../tickets/contract.ts';

/** The base lists of the desk. Filters cannot override the conditions of a base. */
export const BASES = {
  waiting: { active: true, snoozed: false, assignee: 'none' },
  mine: { active: true, snoozed: false, assignee: 'me' },
  snoozed: { snoozed: true },
  all: {},
} as const;
const base = v.picklist(['waiting', 'mine', 'snoozed', 'all']);
export type ViewBase = v.InferOutput<typeof base>;

const some = <T extends v.GenericSchema<string, string>>(item: T) =>
  v.optional(
    v.pipe(
      v.array(item),
      v.minLength(1),
      v.maxLength(20),
      v.transform((all) => [...new Set(all)]),
    ),
  );

/** The filters of `GET /api/tickets`. A filter whose value was deleted later matches nothing. */
const filters = v.strictObject({
  status: some(code),
  priority: some(code),
  category: some(code),
  channel: some(v.picklist(CHANNELS)),
  /** Tag ids; the ticket must have all of them. */
  tag: some(uuid),
  /** Team ids; `mine` for the reader's teams, `none` for no team. */
  team: some(v.union([v.picklist(['mine', 'none']), uuid])),
  /** A user id, `none`, or `me` for the reader. */
  assignee: v.optional(v.union([v.picklist(['none', 'me']), uuid])),
  customer: v.optional(uuid),
  q,
  breached: v.optional(v.literal(true)),
  escalated: v.optional(v.literal(true)),
});
export type ViewFilters = v.InferOutput<typeof filters>;

const order = v.picklist(TICKET_ORDERS);
const fields = {
  name: line(1, 60, 'Write a name'),
  /** Visible to all staff. */
  shared: v.boolean(),
  base,
  order,
  filters,
};

export const savedView = v.object({
  ...fields,
  id: v.string(),
  name: v.string(),
  filters: v.record(v.string(), v.unknown()),
  ownerId: v.string(),
  updatedAt: v.number(),
});
export type SavedView = Omit<v.InferOutput<typeof savedView>, 'filters'> & { filters: ViewFilters };

export const addView = v.strictObject({ id: v.optional(uuid), ...fields });
export type AddView = v.InferOutput<typeof addView>;
export const editView = v.partial(v.strictObject(fields));
export type EditView = v.InferOutput<typeof editView>;

/** The limits of unshared views per person and of shared views. */
export const OWN_VIEWS_MOST = 50;
export const SHARED_VIEWS_MOST = 100;

/** The number of tickets in a view. `more`: there are, or may be, more. */
export const COUNTED_MOST = 99;
export interface ViewCount {
  n: number;
  more: boolean;
}

/** Own and shared views; a missing part did not change. */
export interface ViewLists {
  own: SavedView[];
  shared: SavedView[];
}

/** The views on the screen. The server sends counts only for these. */
export const show = v.strictObject({
  viewIds: v.pipe(v.array(uuid), v.maxLength(OWN_VIEWS_MOST + SHARED_VIEWS_MOST)),
});

import * as v from 'valibot';
import { line, uuid } from '../text/contract.ts';
import { CHANNELS, code, q, TICKET_ORDERS } from '../tickets/contract.ts';

/** What every list of the desk begins with; what it says of itself stands, whatever a filter says. */
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

/** As `GET /api/tickets` takes them. What was chosen may vanish later: then nothing has it. */
const filters = v.strictObject({
  status: some(code),
  priority: some(code),
  category: some(code),
  channel: some(v.picklist(CHANNELS)),
  /** Ids of tags, all of which it has. */
  tag: some(uuid),
  /** A user id, or `none`, or `me`: whoever looks. */
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
  /** Everybody of the staff sees it. */
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

/** So many of one's own that are not shared, and so many that all share. */
export const OWN_VIEWS_MOST = 50;
export const SHARED_VIEWS_MOST = 100;

/** How many tickets a view holds. `more`: there are, or may be, more than these. */
export const COUNTED_MOST = 99;
export interface ViewCount {
  n: number;
  more: boolean;
}

/** Those of one's own and those that all share; a part that is missing did not change. */
export interface ViewLists {
  own: SavedView[];
  shared: SavedView[];
}

/** The views that stand on this screen: their counts are told while they do, and of no others. */
export const show = v.strictObject({
  viewIds: v.pipe(v.array(uuid), v.maxLength(OWN_VIEWS_MOST + SHARED_VIEWS_MOST)),
});

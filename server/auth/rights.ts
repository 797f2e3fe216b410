import { type Action, ACTIONS, type Area, AREAS, type Rights, type RoleKind } from '../people/contract.ts';

/** A stored row of rights, of a role or of one person. */
export type RightsRow = { area: string } & Record<Action, boolean>;

/** Customers have rights on their own tickets only. */
const CUSTOMER_AREAS: readonly Area[] = ['tickets', 'messages'];

/** An addition to `tickets`, which is what lets somebody see them. */
export const WITHOUT_VIEW: readonly Area[] = ['others_tickets'];

/**
 * The rights that these rows give; a later row replaces an earlier one of its area. Nobody can use a right on what they may
 * not view, so it is none. A ticket is its messages: both are viewed together.
 */
export function rightsOf(kind: RoleKind, rows: RightsRow[]): Rights {
  const rights: Rights = {};
  for (const row of rows) {
    const area = AREAS.find((known) => known === row.area);
    if (area && (kind === 'staff' || CUSTOMER_AREAS.includes(area)))
      rights[area] = ACTIONS.filter((action) => row[action]);
  }
  const views = (area: Area) => rights[area]?.includes('view') ?? false;
  if (views('tickets')) rights.messages = ACTIONS.filter((one) => one === 'view' || rights.messages?.includes(one));
  else delete rights.messages;
  for (const area of AREAS) if (!WITHOUT_VIEW.includes(area) && !views(area)) delete rights[area];
  if (!views('tickets') || rights.others_tickets?.length === 0) delete rights.others_tickets;
  return rights;
}

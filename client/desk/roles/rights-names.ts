/** The areas and actions of rights. A browser takes only types from the contract, so that its schemas stay on the server. */
import type { Action, Area } from '../../../server/people/contract.ts';

const EVERY_ACTION: Record<Action, true> = { view: true, create: true, update: true, delete: true };
const EVERY_AREA: Record<Area, true> = {
  ...{ tickets: true, others_tickets: true, messages: true, notes: true, saved_replies: true, people: true },
  ...{ roles: true, teams: true, settings: true, audit: true },
};
// `Object.keys` loses the type of the keys.
export const ACTIONS = Object.keys(EVERY_ACTION) as Action[];
export const AREAS = Object.keys(EVERY_AREA) as Area[];

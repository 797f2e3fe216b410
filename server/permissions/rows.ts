import { type RightsRow, WITHOUT_VIEW } from '../auth/rights.ts';
import { invalidFields } from '../errors.ts';
import { ACTIONS, AREAS, type Rights, type RoleKind } from '../people/contract.ts';

/** What customers may be given on their own tickets. */
const FOR_CUSTOMERS: Rights = { tickets: ['view', 'create', 'update'], messages: [...ACTIONS] };

/** Throws 422 for rights that a role of this kind cannot use; with the views that others bring. */
export function coherent(kind: RoleKind, rights: Rights): Rights {
  const faults: Record<string, string> = {};
  const given: Rights = { ...rights };
  if (given.tickets?.includes('view')) given.messages = [...new Set(['view' as const, ...(given.messages ?? [])])];
  for (const area of AREAS) {
    const some = given[area] ?? [];
    const never = some.filter((action) => kind === 'customer' && !FOR_CUSTOMERS[area]?.includes(action));
    if (never.length > 0) faults[`rights.${area}`] = 'Customers cannot be given this.';
    else if (some.length > 0 && !some.includes('view') && !WITHOUT_VIEW.includes(area))
      faults[`rights.${area}`] = 'Whoever may add, change or delete must also see it.';
  }
  const seesTickets = given.tickets?.includes('view') ?? false;
  for (const area of ['messages', 'others_tickets'] as const)
    if ((given[area]?.length ?? 0) > 0 && !seesTickets)
      faults[`rights.${area}`] ??= 'Whoever has this must also see tickets.';
  if (Object.keys(faults).length > 0) throw invalidFields(faults);
  return given;
}

/** Every area has a row: a start of the server adds the missing rows of predefined roles (db/seed.ts). */
export const rowsOfRole = (rights: Rights) =>
  rowsOf(Object.fromEntries(AREAS.map((area) => [area, rights[area] ?? []])));

/** One row for each area that is named: an own row without rights takes what the role gives. */
export const rowsOf = (rights: Rights): RightsRow[] =>
  AREAS.flatMap((area) => {
    const given = rights[area];
    if (!given) return [];
    const has = (action: (typeof ACTIONS)[number]) => given.includes(action);
    return { area, view: has('view'), create: has('create'), update: has('update'), delete: has('delete') };
  });

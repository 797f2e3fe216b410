import type { Around } from '../../../server/contract.ts';
import type { Colleague } from '../../../server/people/contract.ts';
import type { State } from '../../shared/state/timeline.ts';

interface TicketPresence {
  viewing: Colleague[];
  writing: Colleague[];
}
/** Shared by all rows without colleagues, so that they do not render again. */
const NOBODY: TicketPresence = { viewing: [], writing: [] };

/** The colleagues who view a ticket or write on it. */
export function presenceOf(presence: Around | undefined, { lists, me }: State): TicketPresence {
  if (!presence) return NOBODY;
  const named = (ids: string[]) => lists.team.items.filter(({ id }) => id !== me.id && ids.includes(id));
  return { viewing: named(presence.viewing), writing: named(presence.writing) };
}

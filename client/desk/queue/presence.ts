import type { Around } from '../../../server/contract.ts';
import type { Colleague } from '../../../server/people/contract.ts';
import type { State } from '../../shared/state/timeline.ts';

interface TicketPresence {
  viewing: Colleague[];
  writing: Colleague[];
}
/** One for all rows: most of them have nobody, and are not drawn anew for it. */
const NOBODY: TicketPresence = { viewing: [], writing: [] };

/** The others of the team who have a ticket open, and who write on it. */
export function presenceOf(presence: Around | undefined, { colleagues, me }: State): TicketPresence {
  if (!presence) return NOBODY;
  const named = (ids: string[]) => colleagues.filter(({ id }) => id !== me.id && ids.includes(id));
  return { viewing: named(presence.viewing), writing: named(presence.writing) };
}

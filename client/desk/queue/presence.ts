import type { TicketPresence } from '../../../server/contract.ts';
import type { Colleague } from '../../../server/people/contract.ts';
import type { State } from '../../shared/state/timeline.ts';

interface Colleagues {
  viewing: Colleague[];
  writing: Colleague[];
}
/** Shared by all rows without colleagues, so that they do not render again. */
const NOBODY: Colleagues = { viewing: [], writing: [] };

/** The colleagues who view a ticket or write on it. */
export function presenceOf(presence: TicketPresence | undefined, { lists, me }: State): Colleagues {
  if (!presence) return NOBODY;
  const named = (ids: string[]) => lists.colleagues.items.filter(({ id }) => id !== me.id && ids.includes(id));
  return { viewing: named(presence.viewing), writing: named(presence.writing) };
}

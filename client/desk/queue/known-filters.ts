import type { State } from '../../shared/state/timeline.ts';

/** The lists whose codes a filter names. */
const LISTS: Partial<Record<string, 'statuses' | 'priorities' | 'categories'>> = {
  status: 'statuses',
  priority: 'priorities',
  category: 'categories',
};

/** The filters without codes that were deleted, which the server refuses. Null: a filter names no other, so nothing matches. */
export function knownIn(named: [name: string, value: string][], { lists }: State) {
  const known = named.filter(([name, value]) => {
    const list = LISTS[name];
    return !list || lists[list].items.some(({ code }) => code === value);
  });
  return named.every(([name]) => known.some(([one]) => one === name)) ? known : null;
}

import { VIEW_NAMES } from './queue/views.ts';

/** Paths of the desk: `/desk/waiting/<ticket>`, `/desk/views/<view>/<ticket>`. */
const PLACE = /^\/desk\/(views\/[\da-f-]{36}|(?!views\/)\w+)(?:\/([\da-f-]{36}))?$/u;

/** The list in the address and the open ticket. */
export function placeIn(pathname: string): { list: string; ticketId: string | null } | null {
  const [, list, ticketId = null] = PLACE.exec(pathname) ?? [];
  return list ? { list, ticketId } : null;
}

/** Other pages have the same form of address. */
export const isList = (list: string) => list.startsWith('views/') || VIEW_NAMES.some((name) => name === list);

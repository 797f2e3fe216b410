import { VIEW_NAMES } from './queue/views.ts';

/** Of a path of the desk: `/desk/waiting/<ticket>`, `/desk/views/<view>/<ticket>`. */
const PLACE = /^\/desk\/(views\/[\da-f-]{36}|(?!views\/)\w+)(?:\/([\da-f-]{36}))?$/u;

/** The list, as it stands in the address, and the ticket that is open in it. */
export function placeIn(pathname: string): { list: string; ticketId: string | null } | null {
  const [, list, ticketId = null] = PLACE.exec(pathname) ?? [];
  return list ? { list, ticketId } : null;
}

/** Other pages look like one in the address. */
export const isList = (list: string) => list.startsWith('views/') || VIEW_NAMES.some((name) => name === list);

/** The router of the portal: the address names the page, and links are plain links. */
import { createSignal } from 'solid-js';
import { type Anchor, anchorIn } from '../shared/conversation/anchor.ts';

const [path, setPath] = createSignal(location.pathname);
const [at, setAt] = createSignal(anchorIn(location.search));
const [listQuery, setListQuery] = createSignal(listQueryIn(location.search));
addEventListener('popstate', () => {
  // A person who goes back leaves the box: its text belongs to the ticket that they leave.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  arrive(location.pathname);
});
/** The filter of the list of tickets, as in `?status=done&priority=high`. It stays in the address from page to page. */
export { listQuery, path };

function listQueryIn(search: string): string {
  const kept = [...new URLSearchParams(search)].filter(([name]) => name === 'status' || name === 'priority');
  return kept.length > 0 ? `?${new URLSearchParams(kept)}` : '';
}

export function filterList(query: string) {
  history.pushState(null, '', location.pathname + query);
  setListQuery(query);
}

function arrive(to: string) {
  setAt(anchorIn(location.search));
  setListQuery(listQueryIn(location.search));
  setPath(to);
}

/** `?at=` after a ticket: the event at which its conversation opens. */
export const anchor: Anchor = {
  at,
  leave() {
    history.replaceState(null, '', location.pathname + listQuery());
    setAt(null);
  },
};

/** The ticket of the address. */
export const ticketInPath = () => /^\/tickets\/([\da-f-]{36})$/u.exec(path())?.[1];
export const toTicket = (id: string) => `/tickets/${id}`;

export function go(to: string) {
  if (to !== location.pathname) history.pushState(null, '', to + listQuery());
  arrive(to);
}

/** Replaces the address, so that the back button does not return here. */
export function goInstead(to: string) {
  history.replaceState(null, '', to + listQuery());
  arrive(to);
}

const isOurs = (pathname: string) =>
  pathname === '/' || pathname === '/ask' || pathname === '/account' || pathname.startsWith('/tickets/');

/** Handles plain clicks on links to portal pages; the browser handles all others. */
export function followLinks() {
  const clicked = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.hash || link.origin !== location.origin || !isOurs(link.pathname)) return;
    event.preventDefault();
    go(link.pathname);
  };
  addEventListener('click', clicked);
  return () => removeEventListener('click', clicked);
}

/** The router of the portal: the address names the page, and links are plain links. */
import { createSignal } from 'solid-js';
import { type Anchor, anchorIn } from '../shared/conversation/anchor.ts';

const [path, setPath] = createSignal(location.pathname);
const [at, setAt] = createSignal(anchorIn(location.search));
addEventListener('popstate', () => {
  // A person who goes back leaves the box: its text belongs to the ticket that they leave.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  arrive(location.pathname);
});
export { path };

function arrive(to: string) {
  setAt(anchorIn(location.search));
  setPath(to);
}

/** `?at=` after a ticket: the event at which its conversation opens. */
export const anchor: Anchor = {
  at,
  leave() {
    history.replaceState(null, '', location.pathname);
    setAt(null);
  },
};

/** The ticket of the address. */
export const ticketInPath = () => /^\/tickets\/([\da-f-]{36})$/u.exec(path())?.[1];
export const toTicket = (id: string) => `/tickets/${id}`;

export function go(to: string) {
  if (to !== location.pathname) history.pushState(null, '', to);
  arrive(to);
}

/** Replaces the address, so that the back button does not return here. */
export function goInstead(to: string) {
  history.replaceState(null, '', to);
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

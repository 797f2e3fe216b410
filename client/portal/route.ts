/** Which of the portal's pages is shown: the address says so, and links are links. */
import { createSignal } from 'solid-js';
import { type Anchor, anchorIn } from '../shared/conversation/anchor.ts';

const [path, setPath] = createSignal(location.pathname);
const [at, setAt] = createSignal(anchorIn(location.search));
addEventListener('popstate', () => arrive(location.pathname));
export { path };

function arrive(to: string) {
  setAt(anchorIn(location.search));
  setPath(to);
}

/** `?at=` behind a ticket: the event that its conversation opens at. */
export const anchor: Anchor = {
  at,
  leave() {
    history.replaceState(null, '', location.pathname);
    setAt(null);
  },
};

/** The ticket that the address names. */
export const ticketInPath = () => /^\/tickets\/([\da-f-]{36})$/u.exec(path())?.[1];
export const toTicket = (id: string) => `/tickets/${id}`;

export function go(to: string) {
  if (to !== location.pathname) history.pushState(null, '', to);
  arrive(to);
}

/** What the address named is there now, so the way back does not lead here again. */
export function goInstead(to: string) {
  history.replaceState(null, '', to);
  arrive(to);
}

const isOurs = (pathname: string) =>
  pathname === '/' || pathname === '/ask' || pathname === '/account' || pathname.startsWith('/tickets/');

/** A plain click on a link to a page of the portal changes the page; every other click is the browser's. */
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

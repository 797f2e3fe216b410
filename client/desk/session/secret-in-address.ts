import { onCleanup } from 'solid-js';

/**
 * Takes the secret of a one-time link out of the address. The secret follows the #, so that no server and no other page is
 * told it; empty after a reload of the page.
 */
export function takeSecret(): string {
  const secret = window.location.hash.slice(1);
  history.replaceState(null, '', window.location.pathname);
  // The link opened again in this tab changes only the part behind the #, which loads nothing.
  const read = () => window.location.hash && window.location.reload();
  window.addEventListener('hashchange', read);
  onCleanup(() => window.removeEventListener('hashchange', read));
  return secret;
}

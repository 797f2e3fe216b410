/** A page that has not come by then does not come. */
const LONGEST_MS = 8_000;
const ROW = 'main li[data-id] > a';

/**
 * Brings the focus into the list that a key leads to, to its open row or else the first; without rows, or on another
 * page, to the main part.
 */
export function goIntoList() {
  const before = document.activeElement;

  /** True when there is nothing left to do. */
  function look(): boolean {
    const { activeElement: at } = document;
    if (at !== before && at !== document.body) return true;
    // Rows that arrive under the focus would wait to be asked for.
    if (document.querySelector('main [aria-busy="true"]')) return false;
    const row = document.querySelector<HTMLElement>(`${ROW}[aria-current]`) ?? document.querySelector<HTMLElement>(ROW);
    const to = row ?? document.getElementById('talk');
    if (!to) return false;
    if (to.tabIndex < 0) to.tabIndex = -1;
    to.focus();
    return true;
  }
  const coming = new MutationObserver(() => look() && end());
  const timer = setTimeout(end, LONGEST_MS);
  function end() {
    coming.disconnect();
    clearTimeout(timer);
  }
  // After the router.
  setTimeout(() => {
    if (look()) end();
    else coming.observe(document.body, { childList: true, subtree: true, attributeFilter: ['aria-busy'] });
  });
}

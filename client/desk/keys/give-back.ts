/** Where the focus returns to when a box, menu or dialog is left with Escape: to the row or the conversation it came from. */
const ROW = 'li[data-id] > a';

let row: HTMLElement | null = null;

/** Remembers the row that had the focus before a box, menu or dialog. */
function focused({ target }: FocusEvent) {
  if (!(target instanceof HTMLElement)) return;
  if (target.matches(ROW)) row = target;
  else if (target.id === 'talk') row = null;
}

/** Gives the focus back from a box; `from` is that box, or null if it is gone. */
export function giveBack(from: Element | null) {
  const talk = document.getElementById('talk');
  const isOfTalk = Boolean(from?.closest('#talk, aside'));
  // Keys act on the row with the focus, so nobody who was in a conversation returns to the row of another one.
  const isIts = row?.isConnected && row.checkVisibility() && (!isOfTalk || row.hasAttribute('aria-current'));
  const to = (isIts ? row : talk) ?? document.querySelector<HTMLElement>(`main ${ROW}`);
  if (!to) return from instanceof HTMLElement ? from.blur() : undefined;
  if (to.tabIndex < 0 && !to.hasAttribute('tabindex')) to.tabIndex = -1;
  to.focus({ preventScroll: to === talk });
}

/** After an Escape that closed something, the focus is not on nothing. Returns how to stop. */
export function watchEscapes(): () => void {
  function pressed({ key }: KeyboardEvent) {
    const { activeElement: from, body } = document;
    const open = document.querySelector(':popover-open');
    if (key !== 'Escape' || (from === body && !open)) return;
    const { href } = location;
    const look = () => {
      const { activeElement: at } = document;
      // What is hidden keeps the focus until the next frame.
      const isLost = at === null || at === body || !at.checkVisibility();
      if (isLost && location.href === href) giveBack(from?.isConnected ? from : null);
    };
    // After the app has closed what it opened. The browser closes a menu later.
    setTimeout(look);
    open?.addEventListener('toggle', look, { once: true });
  }
  addEventListener('keydown', pressed, true);
  addEventListener('focusin', focused);
  return () => {
    removeEventListener('keydown', pressed, true);
    removeEventListener('focusin', focused);
  };
}

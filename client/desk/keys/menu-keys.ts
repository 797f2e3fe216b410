const MENU = '.menu:popover-open';
const STOPS = ':is(a[href], button, input[type="checkbox"]):not(:disabled, [tabindex="-1"], form *)';
/** Their own arrow keys change their value. */
const WITH_ARROWS = 'textarea, select, input:not([type="checkbox"])';

/** Arrow keys, Home and End move the focus among the choices of an open menu. Enter is the button's own. */
export function watchMenus() {
  const pressed = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event;
    if (!(target instanceof HTMLElement) || target.matches(WITH_ARROWS)) return;
    const menu = menuOf(target);
    const stops = [...(menu?.querySelectorAll<HTMLElement>(STOPS) ?? [])].filter((stop) => stop.checkVisibility());
    const next = stops.at(moved(key, stops.indexOf(target), stops.length) ?? stops.length);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  addEventListener('keydown', pressed);
  return () => removeEventListener('keydown', pressed);
}

/** The menu around the focus, or the one that the focused button has opened. */
function menuOf(at: HTMLElement): Element | null {
  const opened = at.getAttribute('popovertarget');
  return at.closest(MENU) ?? (opened ? document.querySelector(`#${CSS.escape(opened)}${MENU}`) : null);
}

/** The place after a key; undefined for other keys. After the last choice comes the first. */
function moved(key: string, at: number, count: number): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return at <= 0 ? count - 1 : at - 1;
  return undefined;
}

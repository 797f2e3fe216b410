import { createEffect, createSignal, onCleanup, onMount } from 'solid-js';
import { useSession, useState } from '../../shared/state/session.ts';
import { viewsOf } from './saved.ts';

/** Waits until views settle: opening a menu or switching tabs asks once. */
const SETTLED_MS = 200;
const WIDE = '(min-width: 720px)';

const [inMenu, setInMenu] = createSignal(false);
/** On a phone the views are in the account's menu. */
export { setInMenu };

/**
 * Tells the server which views are visible: it counts only those, not the ones of a background tab or a closed menu.
 */
export function useVisibleViews() {
  const state = useState();
  const { live } = useSession();
  const wide = matchMedia(WIDE);
  const [isThere, setIsThere] = createSignal(false);
  const look = () => setIsThere(document.visibilityState === 'visible' && (wide.matches || inMenu()));
  createEffect(look);
  onMount(() => {
    document.addEventListener('visibilitychange', look);
    wide.addEventListener('change', look);
  });
  onCleanup(() => {
    document.removeEventListener('visibilitychange', look);
    wide.removeEventListener('change', look);
    live.show([]);
  });
  createEffect(() => {
    const ids = isThere() ? viewsOf(state).map(({ id }) => id) : [];
    const timer = setTimeout(() => live.show(ids), SETTLED_MS);
    onCleanup(() => clearTimeout(timer));
  });
}

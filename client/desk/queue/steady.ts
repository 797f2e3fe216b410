import { type Accessor, createEffect, createSignal, on, untrack } from 'solid-js';

/**
 * A list that does not move under the hand: while somebody points at it or has focus in it, what was shown stays in its
 * place, and changes of order wait to be asked for. What left the view stays until then too.
 */
export function createSteady(wanted: Accessor<string[]>, subject: Accessor<string>) {
  const [shown, setShown] = createSignal<string[]>(untrack(wanted));
  const [busy, setBusy] = createSignal(false);
  const waiting = () => {
    const [now, next] = [shown(), wanted()];
    const known = new Set(now);
    const kept = new Set(next);
    const changed = next.filter((id) => !known.has(id)).length + now.filter((id) => !kept.has(id)).length;
    if (changed > 0) return changed;
    return next.reduce((moved, id, i) => moved + (now[i] === id ? 0 : 1), 0);
  };
  const show = () => setShown(wanted());

  createEffect(on(subject, show, { defer: true }));
  createEffect(() => {
    const next = wanted();
    if (!busy() || untrack(shown).length === 0) setShown(next);
  });

  return { shown, waiting, show, setBusy };
}

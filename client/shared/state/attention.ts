import { type Accessor, createMemo, createSignal, onCleanup } from 'solid-js';

/**
 * Whether the person looks at this tab: it is visible and focused. In a frame the focus can be on the page around it, which
 * says so by `around`.
 */
export function createAttention(around: Accessor<boolean> = () => false): Accessor<boolean> {
  const isVisible = () => document.visibilityState === 'visible';
  const [here, setHere] = createSignal({ isVisible: isVisible(), hasFocus: document.hasFocus() });
  const update = () => setHere({ isVisible: isVisible(), hasFocus: document.hasFocus() });
  const events = ['focus', 'blur'] as const;
  for (const name of events) addEventListener(name, update);
  document.addEventListener('visibilitychange', update);
  onCleanup(() => {
    for (const name of events) removeEventListener(name, update);
    document.removeEventListener('visibilitychange', update);
  });
  return createMemo(() => here().isVisible && (here().hasFocus || around()));
}

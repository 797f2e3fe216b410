import {
  type Accessor,
  type Component,
  createComponent,
  createMemo,
  createSignal,
  type JSX,
  onCleanup,
  onMount,
} from 'solid-js';

/**
 * A lazy component. Its code is fetched when it is first shown, or earlier by `preload`; until then it renders nothing.
 * `missing` is called when the fetch failed. Solid's own `lazy` would add 2 kB of transitions that no app uses.
 */
export function later<P extends object>(load: () => Promise<Component<P>>) {
  const [part, setPart] = createSignal<Component<P> | null>(null);
  let loading: Promise<unknown> | null = null;
  const fetched = () =>
    (loading ??= load()
      .then((loaded) => setPart(() => loaded))
      .catch((error: unknown) => {
        // The connection broke: the next caller tries again.
        loading = null;
        throw error;
      }));
  const Later: Component<P & { missing?: () => void }> = (props) => {
    onMount(() => {
      const missing = () => props.missing?.();
      fetched().catch(missing);
    });
    const shown = createMemo(() => {
      const Part = part();
      return Part && createComponent(Part, props);
    });
    // The renderer accepts an accessor as an element; the types do not say so.
    return shown as unknown as JSX.Element;
  };
  return Object.assign(Later, { preload: () => void fetched().catch(() => {}) });
}

/**
 * Runs the callback after the next paint, so that work that can wait does not delay it. Returns a function that cancels
 * it.
 */
export function afterPaint(run: () => void): () => void {
  if (document.hidden) {
    run();
    return () => {};
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => (timer = setTimeout(run)));
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/** False during the first frame of a view, true afterwards. */
export function createPainted(): Accessor<boolean> {
  const [isPainted, setIsPainted] = createSignal(false);
  onCleanup(afterPaint(() => setIsPainted(true)));
  return isPainted;
}

const QUIET_AFTER_MS = 2_000;

/**
 * Fetches code two seconds after mount, so that it is loaded before the first key press and before a lost connection.
 */
export function inAQuietMoment(fetch: () => void) {
  onMount(() => {
    const timer = setTimeout(fetch, QUIET_AFTER_MS);
    onCleanup(() => clearTimeout(timer));
  });
}

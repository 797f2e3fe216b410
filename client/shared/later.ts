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
 * A component whose code is fetched when it is first shown, or before, by `preload`; nothing stands in its place until
 * then. `missing` is told where it could not be fetched. Solid's own `lazy` brings 2 kB of transitions that nothing here
 * uses.
 */
export function later<P extends object>(load: () => Promise<Component<P>>) {
  const [part, setPart] = createSignal<Component<P> | null>(null);
  let loading: Promise<unknown> | null = null;
  const fetched = () =>
    (loading ??= load()
      .then((loaded) => setPart(() => loaded))
      .catch((error: unknown) => {
        // The line broke: whoever comes next tries again.
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
    // What the renderer calls for its value is an element to it; the types know only the value.
    return shown as unknown as JSX.Element;
  };
  return Object.assign(Later, { preload: () => void fetched().catch(() => {}) });
}

/** Once what was asked for is painted: what can wait is not in its way. Answers how to leave it. */
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

/** False in the frame that first shows a view. */
export function createPainted(): Accessor<boolean> {
  const [isPainted, setIsPainted] = createSignal(false);
  onCleanup(afterPaint(() => setIsPainted(true)));
  return isPainted;
}

const QUIET_AFTER_MS = 2_000;

/** So that it is there at the first key, and without a line. */
export function inAQuietMoment(fetch: () => void) {
  onMount(() => {
    const timer = setTimeout(fetch, QUIET_AFTER_MS);
    onCleanup(() => clearTimeout(timer));
  });
}

import { type Component, createComponent, createMemo, createSignal, type JSX, onCleanup, onMount } from 'solid-js';

/**
 * A component whose code is fetched when it is first shown; nothing stands in its place until then. `missing` is told
 * where it could not be fetched. Solid's own `lazy` brings 2 kB of transitions that nothing here uses.
 */
export function later<P extends object>(load: () => Promise<Component<P>>): Component<P & { missing?: () => void }> {
  return (props) => {
    const [part, setPart] = createSignal<Component<P> | null>(null);
    let left = false;
    onCleanup(() => (left = true));
    onMount(() => {
      const missing = () => props.missing?.();
      load()
        .then((loaded) => left || setPart(() => loaded))
        .catch(missing);
    });
    const shown = createMemo(() => {
      const Part = part();
      return Part && createComponent(Part, props);
    });
    // What the renderer calls for its value is an element to it; the types know only the value.
    return shown as unknown as JSX.Element;
  };
}

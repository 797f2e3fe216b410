import { createSignal, type JSX } from 'solid-js';
import type { Assist } from '../../shared/conversation/composer.tsx';

/** An assist with its layer over and behind the box. */
export type AssistWithLayer = Assist & { layer(): JSX.Element };

/** Loads the assist when its mark is first typed, because most messages contain none. */
export function lateAssist(wakes: RegExp, load: () => Promise<AssistWithLayer>): AssistWithLayer {
  const [assist, setAssist] = createSignal<AssistWithLayer | null>(null);
  let loading: Promise<unknown> | null = null;
  const come = async (box: HTMLTextAreaElement) => {
    try {
      const loaded = await load();
      setAssist(() => loaded);
      loaded.look(box);
    } catch {
      // Offline: the next letter tries again.
      loading = null;
    }
  };

  return {
    look(box) {
      assist()?.look(box);
      if (!assist() && wakes.test(box.value)) loading ??= come(box);
    },
    leave: () => assist()?.leave(),
    pressed: (event) => assist()?.pressed(event) ?? false,
    active: () => assist()?.active() ?? null,
    refuses: (text) => assist()?.refuses(text) ?? '',
    layer: () => assist()?.layer(),
  };
}

import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from 'solid-js';
import { Announcer } from '../shared/ui/announce.tsx';
import { later } from '../shared/later.ts';
import { ApiError } from '../shared/request.ts';
import { paint } from './brand.ts';
import { host, listen, tell } from './host.ts';
import { Panel } from './panel.tsx';
import { isPreview, site } from './site.ts';
import { speakAs } from './speak.ts';
import { forget, identify, token } from './visitor.ts';
import { wasOpen } from './was-open.ts';
import { t } from './words.ts';

const Preview = later(async () => (await import('./preview.tsx')).Preview);

/** Remounts everything for another visitor or language. */
export function App() {
  const [turn, setTurn] = createSignal(1);
  const next = () => setTurn((n) => n + 1);
  const [look, setLook] = createSignal(site.look);

  createEffect(() => paint(look().brand));
  createEffect(() => (document.documentElement.dataset['theme'] = host().dark ? 'dark' : 'light'));
  const locale = createMemo(() => host().locale);
  createEffect(on(locale, (now) => void speakAs(now).then(next), { defer: true }));
  // An anonymous visitor who becomes known continues; another known visitor starts over.
  createEffect(on(token, (now, before) => before && now !== before && next(), { defer: true }));

  // On a phone the back button closes the widget; the page's history is untouched.
  createEffect(() => {
    if (!host().open || !window.CloseWatcher || !matchMedia('(pointer: coarse)').matches) return;
    const watcher = new CloseWatcher();
    watcher.addEventListener('close', () => tell({ type: 'close' }));
    onCleanup(() => watcher.destroy());
  });

  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    // Escape closes an open menu first.
    if (!document.querySelector(':popover-open')) tell({ type: 'close' });
  };
  onMount(() => {
    addEventListener('keydown', pressed);
    onCleanup(() => removeEventListener('keydown', pressed));
    listen((message) => {
      if (message.type === 'look') setLook(message.look);
      if (isPreview) return;
      if (message.type === 'identify') void become(message.token);
      if (message.type === 'logout') {
        forget();
        next();
      }
    });
    tell({ type: 'labels', open: t('open.plain'), close: t('close') });
    tell({ type: 'has-conversation', has: token() !== null });
    tell({ type: 'loaded' });
    if (wasOpen.get()) tell({ type: 'open' });
    createEffect(() => wasOpen.set(host().open));
  });

  async function become(said: string) {
    try {
      if (await identify(said)) next();
      tell({ type: 'identified', ok: true });
    } catch (error) {
      tell({ type: 'identified', ok: false, code: error instanceof ApiError ? error.code : 'offline' });
    }
  }

  return (
    <>
      <Show when={turn()} keyed>
        <Show when={!isPreview} fallback={<Preview look={look()} />}>
          <Panel look={look()} />
        </Show>
      </Show>
      <Announcer />
    </>
  );
}

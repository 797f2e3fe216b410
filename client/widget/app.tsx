import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show, untrack } from 'solid-js';
import { Announcer } from '../shared/ui/announce.tsx';
import { isWriting, createAfterWriting } from '../shared/ui/box.ts';
import { later } from '../shared/later.ts';
import { ApiError } from '../shared/request.ts';
import { paint } from './brand.ts';
import { place } from './current-conversation.ts';
import type { Frame } from './frame.tsx';
import { host, listen, tell } from './host.ts';
import { Panel } from './panel.tsx';
import { isPreview, site } from './site.ts';
import { speakAs } from './speak.ts';
import { forget, identify, isBlocked, token } from './visitor.ts';
import { wasOpen } from './was-open.ts';
import { t } from './words.ts';
import { Write } from './write.tsx';

const Preview = later(async () => (await import('./preview.tsx')).Preview);

/**
 * Remounts all but the message box: at once for another person; for another language or token of the same person once
 * nobody writes in another box.
 */
export function App() {
  const [person, setPerson] = createSignal(1);
  const next = () => setPerson((n) => n + 1);
  const [look, setLook] = createSignal(site.look);
  const [frame, setFrame] = createSignal<Frame | null>(null);

  createEffect(() => paint(look().brand));
  createEffect(() => (document.documentElement.dataset['theme'] = host().dark ? 'dark' : 'light'));
  const locale = createMemo(() => host().locale);
  const [spoken, setSpoken] = createSignal(locale());
  createEffect(on(locale, (now) => void speakAs(now).then(() => setSpoken(now)), { defer: true }));
  // An anonymous visitor who becomes known continues; the first token belongs to what is on the screen.
  const tokens = createMemo(
    on(token, (now, before, n: number | undefined = 0) => (before && now !== before ? n + 1 : n)),
    0,
  );
  const same = createAfterWriting(
    () => `${spoken()} ${tokens()}`,
    () => isWriting() && !document.activeElement?.closest('.write'),
  );
  const turn = createMemo(() => `${person()} ${same()}`);
  // Read once a turn, because another tab may open another conversation meanwhile. The same visitor stays in theirs.
  const at = createMemo(() => {
    turn();
    const stored = place.get();
    return stored !== null && untrack(token) ? (untrack(frame)?.at() ?? stored) : stored;
  });

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
    if (wasOpen.get()) tell({ type: 'keep' });
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
      <Show
        when={!isPreview}
        fallback={
          <Show when={turn()} keyed>
            <Preview look={look()} />
          </Show>
        }
      >
        <main>
          <section class="panel" aria-label={look().title || site.name}>
            <Show when={turn()} keyed>
              <Panel look={look()} at={at()} frame={frame()} ref={setFrame} />
            </Show>
            <Show when={!isBlocked() && frame()?.page() !== 'past'}>
              <Write frame={frame()} at={at()} language={spoken()} />
            </Show>
          </section>
        </main>
        {!isBlocked() && frame()?.peek()}
      </Show>
      <Announcer />
    </>
  );
}

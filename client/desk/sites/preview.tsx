import { createEffect, createMemo, createSignal, onCleanup, Show, untrack } from 'solid-js';
import type { Site, SiteLook } from '../../../server/sites/contract.ts';
import { theme } from '../../shared/ui/theme.tsx';
import type { Hello, HostState } from '../../widget/protocol.ts';
import { isColour, textOn } from './contrast.ts';
import styles from './preview.module.css';
import { t } from './words.ts';

/** Longer than the frame takes to load, even on a slow connection. */
const COMES_MS = 8_000;

/**
 * The real frame with unsaved settings. They are sent over the port of the hello message as `{ type: 'look', look }`,
 * like the loader does. With `&preview` the frame sends nothing to the server.
 */
export function Preview(props: { site: Site; name: string; look: SiteLook }) {
  const [stands, setStands] = createSignal(false);
  const [isMissing, setMissing] = createSignal(false);
  let frame!: HTMLIFrameElement;
  let port: MessagePort | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = createMemo(
    (before: SiteLook): SiteLook => {
      // An incomplete colour keeps the previous one.
      const brand = isColour(props.look.brand) ? props.look.brand : before.brand;
      return { ...props.look, brand, title: props.look.title || props.name };
    },
    untrack(() => props.site.look),
  );
  /** The state of the host page as JSON, sent whole on every change, like the loader does. */
  const page = () =>
    JSON.stringify({
      locale: document.documentElement.lang || navigator.language,
      dir: document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr',
      dark: theme() === 'dark',
      page: `${props.site.origins[0] ?? location.origin}/`,
      pageTitle: props.site.name,
      referrer: '',
      // The preview must not take the focus.
      ...{ open: 'kept', focus: false },
    } satisfies HostState);

  function greet() {
    port?.close();
    const { port1, port2 } = new MessageChannel();
    port = port1;
    // Any message means that the frame has loaded.
    port.onmessage = () => setStands(true);
    frame.contentWindow?.postMessage({ answerback: 1 } satisfies Hello, location.origin, [port2]);
    port.postMessage(untrack(page));
    clearTimeout(timer);
    timer = setTimeout(() => setMissing(!stands()), COMES_MS);
  }
  onCleanup(() => {
    clearTimeout(timer);
    port?.close();
  });
  createEffect(() => {
    const said = page();
    if (stands()) port?.postMessage(said);
  });
  createEffect(() => {
    const said = { type: 'look', look: look() };
    if (stands()) port?.postMessage(said);
  });

  return (
    <aside class={styles.preview} aria-labelledby="preview">
      <h3 id="preview">{t('preview.title')}</h3>
      <p class="hint">{t('preview.hint')}</p>
      <div class={styles.stage} classList={{ [styles.atStart ?? '']: props.look.side === 'start' }}>
        <iframe
          ref={frame}
          src={`/widget/frame?site=${props.site.key}&preview`}
          title={t('preview.label')}
          classList={{ [styles.comes ?? '']: !stands() }}
          onLoad={greet}
        />
        <Show when={isMissing() && !stands()}>
          <p>{t('preview.missing')}</p>
        </Show>
        <span
          class={styles.launcher}
          style={{ background: look().brand, color: textOn(look().brand) }}
          aria-hidden="true"
        >
          <svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.75">
            <path d="M20 4H4v13h5l3 3 3-3h5z" stroke-linejoin="round" />
          </svg>
        </span>
      </div>
    </aside>
  );
}

import type { AnswerbackEvents } from './answerback.d.ts';
import type { LoaderConfig } from '../../server/widget/contract.ts';
import style from './launcher.css?inline';
import type { FrameMessage, Hello, HostState } from './protocol.ts';
import { safely } from './safely.ts';

export type Call = [command: string, ...rest: unknown[]];

/** Draws the launcher and returns the function that runs the page's commands. */
export function drawLauncher(
  origin: string,
  dataset: DOMStringMap,
  { name, look: { brand, side }, ink, label }: LoaderConfig,
) {
  const doc = document;
  const root = doc.documentElement;
  const heard: Record<string, ((detail: unknown) => void)[]> = {};
  let fields: HostState['fields'];
  let token: HostState['token'];
  let open: HostState['open'] = '';
  /** Undefined until the app in the frame has loaded; the app then has its own close button. */
  let unread: number | undefined;
  /** The style of the frame while it is closed. */
  let closed = 'visibility:hidden';
  let locked: unknown;
  let frame: HTMLIFrameElement | undefined;
  let port: MessagePort | undefined;
  let drawn: string;
  let title = doc.title;
  let counted: string;

  // A constructed stylesheet and no markup, which even the strictest content policy allows.
  const add = <Name extends keyof HTMLElementTagNameMap>(parent: Node, kind: Name) =>
    parent.appendChild(doc.createElement(kind));
  const sheet = new CSSStyleSheet();
  const host = add(root, 'div');
  const shadow = host.attachShadow({ mode: 'closed' });
  const button = add(shadow, 'button');
  const badge = add(button, 'span');
  sheet.replaceSync(`button,iframe{inset-inline-${side}:20px;background:${brand};color:${ink}}${style}`);
  shadow.adoptedStyleSheets = [sheet];

  const isNarrow = () => innerWidth < 481 || innerHeight < 481;

  /**
   * Renders the current state; calling it often is harmless. Once a second it notices changes of the address, title,
   * theme and language, without patching the page.
   */
  const paint = safely(() => {
    // A page that renders its whole document removes the launcher.
    if (!host.isConnected) root.append(host);
    button.ariaExpanded = `${!!open}`;
    button.ariaLabel = label;
    // Without a frame the page's look does not matter, so no styles are computed.
    if (!frame) return;
    const ground = [doc.body ?? root, root, host]
      .map((element) => getComputedStyle(element).backgroundColor)
      // Skips \`rgba(\`, which is transparent.
      .find((colour) => /b\(/.test(colour));
    // Green dominates brightness.
    const dark = /, \d\d?,/.test(ground as string);
    const full = open && unread !== undefined && isNarrow() && visualViewport;

    if (doc.title !== counted) title = doc.title;
    counted = doc.hidden && unread && dataset['title'] !== 'off' ? `(${unread}) ${title}` : title;
    if (doc.title !== counted) doc.title = counted;

    const now = JSON.stringify({
      ...{ dark, open, fields, token, pageTitle: title, focus: doc.hasFocus() },
      locale: root.lang,
      dir: getComputedStyle(root).direction,
      page: location.href.split('#')[0],
      referrer: doc.referrer,
    } satisfies HostState);

    const place = full
      ? `inset:${full.offsetTop}px 0 0;width:100%;height:${full.height}px;border-radius:0;padding:env(safe-area-inset-top) 0 env(safe-area-inset-bottom)`
      : open
        ? ''
        : closed;
    // Writing an unchanged style would still restyle the page.
    if (drawn === (drawn = now + label + unread + place)) return;
    port?.postMessage(now);
    const colorScheme = dark ? 'dark' : 'light';
    button.style.colorScheme = colorScheme;
    badge.textContent = `${unread || ''}`;
    frame.style.cssText = `color-scheme:${colorScheme};${place}`;
    // Changes the page's own overflow only while the frame covers it.
    if (locked || full) root.style.overflow = full ? 'hidden' : '';
    locked = full;
  });

  const load = safely(() => {
    if (frame) return;
    const made = (frame = add(shadow, 'iframe'));
    made.title = name;
    made.src = `${origin}/widget/frame?site=${dataset['site']}`;
    setInterval(paint, 1000);
    visualViewport?.addEventListener('resize', paint);
    // Each page loaded in the frame gets its own port.
    made.onload = safely(() => {
      const { port1, port2 } = new MessageChannel();
      (port = port1).onmessage = safely(({ data }: MessageEvent<FrameMessage>) => {
        ({ label, unread, closed } = data);
        // The token is sent once; a later page in the frame must not receive it again.
        token = undefined;
        ((commands[data.type] ?? tell) as typeof tell)(data.on);
        paint();
        localStorage[flag] = data.kept;
      });
      made.contentWindow?.postMessage({ answerback: 1 } satisfies Hello, origin, [port2]);
      drawn = '';
      paint();
    });
  });

  // Deferred, so that an exception of the page stays the page's own.
  const tell = (detail?: { type: string }) =>
    detail && heard[detail.type]?.forEach((then) => setTimeout(then, 0, detail));

  const show = (now: HostState['open']) => {
    if (!now === !open) return;
    open = now;
    // Reload a frame that has not loaded; meanwhile the browser shows the error in it.
    if (frame && port && unread === undefined) frame.src += '';
    load();
    const leaves = shadow.activeElement === frame;
    paint();
    if (now === 'asked') frame?.focus();
    else if (leaves) button.focus();
    tell({ type: now ? 'open' : 'close' });
  };

  const identify = (given: string) => {
    token = given;
    load();
  };
  // The commands of a page are typed for its author, but may be anything. A wrong one throws, and the console reports
  // it.
  const commands: Record<string, unknown> = {
    open: () => show('asked'),
    close: () => show(''),
    /** Of the frame: the panel was open on the page before. */
    keep: () => show(isNarrow() ? '' : 'kept'),
    identify,
    logout: () => identify(''),
    // Fields that are no JSON throw here instead of in the renderer.
    update: (more: HostState['fields']) => JSON.stringify((more = { ...fields, ...more })) && (fields = more),
    on(event: keyof AnswerbackEvents, then: (detail: unknown) => void) {
      (heard[event] ??= []).push(then);
      if (event === 'ready') setTimeout(then);
    },
  };

  button.onfocus = button.onpointerenter = load;
  button.onclick = safely(() => show(open ? '' : 'asked'));
  // Deferred, so that this and a page that removes unknown elements do not race.
  new MutationObserver(() => setTimeout(paint, 1000)).observe(root, { childList: true });
  paint();
  const flag = `answerback:${dataset['site']}`;
  safely(() => localStorage[flag] && load())();

  return safely(([command, ...given]: Call) => {
    (commands[command] as (...given: unknown[]) => void)(...given);
    paint();
  });
}

import type { AnswerbackEvents } from './answerback.d.ts';
import type { LoaderConfig } from '../../server/widget/contract.ts';
import style from './launcher.css?inline';
import type { FrameMessage, Hello, HostState } from './protocol.ts';
import { safely } from './safely.ts';

export type Call = [command: string, ...rest: unknown[]];

/** Draws it, and answers what performs a command of the page. */
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
  /** Undefined until the app in the frame has spoken, which then has a button that closes it. */
  let unread: number | undefined;
  let locked: unknown;
  let frame: HTMLIFrameElement | undefined;
  let port: MessagePort | undefined;
  let drawn: string;
  let title = doc.title;
  let counted: string;

  // A constructed sheet and no markup: the strictest content policy has nothing against them.
  const add = <Name extends keyof HTMLElementTagNameMap>(parent: Node, kind: Name) =>
    parent.appendChild(doc.createElement(kind));
  const sheet = new CSSStyleSheet();
  const host = doc.createElement('div');
  const shadow = host.attachShadow({ mode: 'closed' });
  const button = add(shadow, 'button');
  const badge = add(button, 'span');
  sheet.replaceSync(`button,iframe{inset-inline-${side}:20px;background:${brand};color:${ink}}${style}`);
  shadow.adoptedStyleSheets = [sheet];

  const isNarrow = () => matchMedia('(max-width:480px),(max-height:480px)').matches;

  /**
   * Makes everything as it has to be now, as often as somebody likes. Once a second sees the address, the title, the theme
   * and the language change, whichever way a page does that, and patches nothing of it.
   */
  const paint = safely(() => {
    // Whoever renders the whole document throws it out.
    if (!host.isConnected) root.append(host);
    button.ariaExpanded = `${!!open}`;
    button.ariaLabel = label;
    // Before there is a frame nobody asks how the page looks, and no page has its styles reckoned for it.
    if (!frame) return;
    const ground = [doc.body ?? root, root, host]
      .map((element) => getComputedStyle(element).backgroundColor)
      // Not \`rgba(\`, through which one sees what is behind.
      .find((colour) => /b\(/.test(colour));
    // Green is most of what an eye calls bright.
    const dark = /, \d\d?,/.test(ground as string);
    const full = open && unread !== undefined && isNarrow() && visualViewport;

    if (doc.title !== counted) title = doc.title;
    counted = doc.hidden && unread && dataset['title'] !== 'off' ? `(${unread}) ${title}` : title;
    if (doc.title !== counted) doc.title = counted;

    const now = JSON.stringify({
      ...{ dark, open, fields, token, pageTitle: title },
      locale: root.lang,
      dir: getComputedStyle(root).direction,
      page: location.href.split('#')[0],
      referrer: doc.referrer,
    } satisfies HostState);

    const place = full
      ? `inset:${full.offsetTop}px 0 0;width:100%;height:${full.height}px;border-radius:0;padding:env(safe-area-inset-top) 0 env(safe-area-inset-bottom)`
      : '';
    // A style that is written as it was is drawn anew all the same.
    if (drawn === (drawn = now + label + unread + place)) return;
    port?.postMessage(now);
    const colorScheme = dark ? 'dark' : 'light';
    button.style.colorScheme = colorScheme;
    badge.textContent = `${unread || ''}`;
    frame.style.cssText = `color-scheme:${colorScheme};${place}`;
    // What the page set itself is the page's, unless this took its place.
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
    // Each page that is loaded into it has a port of its own.
    made.onload = safely(() => {
      const { port1, port2 } = new MessageChannel();
      (port = port1).onmessage = safely(({ data }: MessageEvent<FrameMessage>) => {
        ({ label, unread } = data);
        // It is heard once; what loads in the frame later must not hear it again.
        token = undefined;
        if (data.type === 'open') show(isNarrow() ? '' : 'kept');
        else if (data.type === 'close') show('');
        else tell(data);
        paint();
        localStorage[flag] = data.kept;
      });
      made.contentWindow?.postMessage({ answerback: 1 } satisfies Hello, origin, [port2]);
      drawn = '';
      paint();
    });
  });

  // Later, so that what the page throws is the page's own.
  const tell = (detail: { type: string }) => heard[detail.type]?.forEach((then) => setTimeout(then, 0, detail));

  const show = (now: HostState['open']) => {
    if (!now === !open) return;
    open = now;
    // What did not come before may come now; until then the browser says in the frame what is wrong.
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
  // What a page says is typed for its author; here it may be anything. What does not fit throws, and the console says so.
  const commands: Record<string, unknown> = {
    open: () => show('asked'),
    close: () => show(''),
    identify,
    logout: () => identify(''),
    // What is no JSON throws here and not where all is drawn.
    update: (more: HostState['fields']) => JSON.stringify((more = { ...fields, ...more })) && (fields = more),
    on(event: keyof AnswerbackEvents, then: (detail: unknown) => void) {
      (heard[event] ??= []).push(then);
      if (event === 'ready') setTimeout(then);
    },
  };

  button.onfocus = button.onpointerenter = load;
  button.onclick = safely(() => show(open ? '' : 'asked'));
  // Later, so that a page which throws out what it does not know and this do not chase each other.
  new MutationObserver(() => setTimeout(paint, 1000)).observe(root, { childList: true });
  paint();
  const flag = `answerback:${dataset['site']}`;
  safely(() => localStorage[flag] && load())();

  return safely(([command, ...given]: Call) => {
    (commands[command] as (...given: unknown[]) => void)(...given);
    paint();
  });
}
